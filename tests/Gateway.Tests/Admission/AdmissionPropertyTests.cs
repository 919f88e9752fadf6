using CsCheck;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Admission;

/// <summary>Any order of arrivals, ends, cancellations and time: the limits hold,
/// everybody is answered and every place comes back.</summary>
public sealed class AdmissionPropertyTests
{
    private const int MostTurns = 5;
    private const int MostOfATenant = 3;
    private const int PerMinute = 20;
    private static readonly Gen<(int Kind, int Which)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1000]).Array[0, 120];

    [Fact]
    public void Enter_AnyEvents_KeepsEveryLimitAndAnswersEverybody()
    {
        var waits = 0;
        Steps.Sample(steps => waits += Live(steps), iter: 300, seed: "0N0XIzNsQ0O2", threads: 1);

        Assert.True(waits > 100, $"only {waits} turns had to wait");
    }

    private static int Live((int Kind, int Which)[] steps)
    {
        using var world = new World();
        foreach (var (kind, which) in steps)
        {
            world.Do(kind, which);
            world.Check();
        }

        world.End();
        return world.Waits;
    }

    [Fact]
    public async Task Enter_ManyThreads_NeverAboveTheLimitAndAllComeBack()
    {
        var admission = new EdgeRuntime.Gateway.Admission.Admission(
            Options.Create(new AdmissionOptions { MaxConcurrentTurns = 8, ExpectedTurn = TimeSpan.FromSeconds(1) }), TimeProvider.System);
        var caller = new Caller("t", "key", null)
        {
            Settings = new() { RequestsPerMinute = int.MaxValue, TokensPerMinute = int.MaxValue, ConcurrentTurns = 100 },
        };
        var (running, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (var turn = 0; turn < 200; turn++)
            {
                using var place = (await admission.EnterAsync(caller, 1, Priority.Interactive, Deadline.Never, default)).Value;
                if (place is not null)
                {
                    var now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                }
            }
        })));

        Assert.InRange(most, 1, 8);
        Assert.Equal((0, 0), (admission.Running, admission.WaitingTurns));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private sealed class World : IDisposable
    {
        private readonly OneThread _thread = OneThread.Begin();
        private readonly FakeTimeProvider _time = new();
        private readonly EdgeRuntime.Gateway.Admission.Admission _admission;
        private readonly List<(int Tenant, Task<Outcome<IAdmissionPlace>> Entered, CancellationTokenSource Cancel)> _open = [];
        private readonly List<(int Tenant, IAdmissionPlace Place)> _running = [];
        private readonly Dictionary<int, List<DateTimeOffset>> _begun = [];

        public World() => _admission = new(
            Options.Create(
                new AdmissionOptions { MaxConcurrentTurns = MostTurns, QueueLength = 4, MaxQueueWait = TimeSpan.FromSeconds(2) }), _time);

        public void Do(int kind, int which)
        {
            switch (kind)
            {
                case < 5:
                    Enter(which % 4, which % 3 == 0 ? Priority.Deferrable : Priority.Interactive);
                    break;
                case < 8 when _running.Count > 0:
                    _running[which % _running.Count].Place.Dispose();
                    _running.RemoveAt(which % _running.Count);
                    break;
                case 8 when _open.Count > 0:
                    _open[which % _open.Count].Cancel.Cancel();
                    break;
                case 9:
                    _time.Advance(TimeSpan.FromMilliseconds(which * 5));
                    break;
            }

            Collect();
        }

        public void Check()
        {
            Assert.InRange(_running.Count, 0, MostTurns);
            Assert.Equal(_running.Count, _admission.Running);
            Assert.Equal(_open.Count, _admission.WaitingTurns);
            Assert.True(_open.Count == 0 || _running.Count == MostTurns, "somebody waits although there is a place");
            Assert.All(_running.GroupBy(each => each.Tenant), tenant => Assert.InRange(tenant.Count(), 1, MostOfATenant));
            Assert.All(
                _begun.Values,
                begun => Assert.InRange(begun.Count(each => each > _time.GetUtcNow() - TimeSpan.FromSeconds(60)), 0, PerMinute));
        }

        public void End()
        {
            while (_running.Count > 0)
            {
                _running[0].Place.Dispose();
                _running.RemoveAt(0);
                Collect();
            }

            Assert.Empty(_open);
            Assert.Equal((0, 0), (_admission.Running, _admission.WaitingTurns));
        }

        /// <summary>How many turns had to wait.</summary>
        public int Waits { get; private set; }

        public void Dispose() => _thread.End();

        private void Enter(int tenant, Priority priority)
        {
            var caller = new Caller($"t{tenant}", "key", null)
            {
                Settings = new() { RequestsPerMinute = PerMinute, ConcurrentTurns = MostOfATenant, Weight = tenant + 1 },
            };
            var cancel = new CancellationTokenSource();
            _open.Add(
                (tenant, _admission.EnterAsync(caller, 10, priority, Deadline.After(TimeSpan.FromSeconds(30), _time), cancel.Token)
                    .AsTask(), cancel));
            Waits += _open[^1].Entered.IsCompleted ? 0 : 1;
        }

        private void Collect()
        {
            _thread.RunAll();
            foreach (var each in _open.Where(each => each.Entered.IsCompleted).ToArray())
            {
                _open.Remove(each);
                if (each.Entered.IsCompletedSuccessfully && each.Entered.Result.Value is { } place)
                {
                    _running.Add((each.Tenant, place));
                    (_begun.TryGetValue(each.Tenant, out var begun) ? begun : _begun[each.Tenant] = []).Add(_time.GetUtcNow());
                }
            }
        }
    }
}
