using Device.Tests.Simulation;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Speaking;
using TestKit;

namespace Device.Tests.Actions;

public sealed class RingAnnouncerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero));
    private readonly StateStore _state;
    private readonly Bench _bench = new();
    private readonly List<Ring> _seen = [];
    private readonly CancellationTokenSource _over = new();
    private readonly RingAnnouncer _announcer;
    private readonly SpeakerQueue _speaker;
    private Task _running = Task.CompletedTask;

    public RingAnnouncerTests()
    {
        _state = StateStore.Open(_folder.Path, _time).Value!;
        _speaker = new SpeakerQueue(_bench, _bench);
        var tools = GlassesTools.Create(
            new GlassesPorts(_state, Laptop.Open(_state, _time), new SimulatedPhone(_folder.Path), _time));
        var clock = new AlarmClock(_state, _time, new AlarmClockOptions());
        _announcer = new RingAnnouncer(clock, tools, _state, _speaker, _seen.Add, failure => _bench.Heard.Add(failure.Code));
    }

    public void Dispose()
    {
        _speaker.Dispose();
        _state.Dispose();
        _folder.Dispose();
        _over.Dispose();
    }

    [Fact]
    public async Task RunAsync_ATimerIsDue_SoundsTheToneThenSaysIt()
    {
        await SetAsync();

        await PassUntilAsync(() => _bench.Heard.Count >= 4);
        await EndAsync();

        Assert.Equal(["tone", "Your 5 minute timer is done.", "tone", "Your 5 minute timer is done."], _bench.Heard.Take(4));
        Assert.Equal(RingKind.Ring, Assert.Single(_seen).Kind); // once, however often it sounds
    }

    [Fact]
    public async Task RunAsync_StoppedWhileItSounds_IsSilentAtOnceAndToldToWhoeverWatches()
    {
        _bench.Endless = true;
        await SetAsync();
        await PassUntilAsync(() => _bench.Heard.Count >= 1);

        await _state.UpdateAsync(now => ScheduleChanges.Remove(now, ScheduleChanges.Rings), CancellationToken.None);
        await PassUntilAsync(() => _seen.Count >= 2);
        await EndAsync();

        Assert.Equal(1, _bench.CutOff);
        Assert.Equal([RingKind.Ring, RingKind.Stop], _seen.Select(ring => ring.Kind));
    }

    [Fact]
    public async Task Hush_WhileTheWearerIsListenedTo_IsSilentAndThenRingsOn()
    {
        _bench.Endless = true;
        await SetAsync();
        await PassUntilAsync(() => _bench.Heard.Count >= 1);

        _announcer.Hush(true);
        while (_bench.CutOff == 0) await Task.Yield(); // no time passes meanwhile
        _bench.Endless = false;
        var heard = _bench.Heard.Count;
        for (var i = 0; i < 100; i++) await AdvanceAsync();
        Assert.Equal(heard, _bench.Heard.Count);
        _announcer.Hush(false);
        await PassUntilAsync(() => _bench.Heard.Count > heard);
        await EndAsync();
    }

    private async Task SetAsync()
    {
        var five = TimeSpan.FromMinutes(5);
        var timer = new GlassesClock(_time).After(new ScheduledEntry(0, ScheduledKind.Timer, null) { Length = five }, five);
        await _state.UpdateAsync(now => ScheduleChanges.Add(now, timer), CancellationToken.None);
        _running = _announcer.RunAsync(_over.Token); // as far as its first wait for time
    }

    private async Task PassUntilAsync(Func<bool> reached)
    {
        for (var i = 0; i < 100_000 && !reached(); i++) await AdvanceAsync();
        Assert.True(reached());
    }

    private async Task EndAsync()
    {
        await _over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
    }

    // On a pool thread the clock's continuations run inside the advance. What rings is kept on the disk in between:
    // the clock must not run minutes ahead of that.
    private async Task AdvanceAsync()
    {
        await Task.Run(() => _time.Advance(TimeSpan.FromMilliseconds(500)));
        await Task.Delay(2);
    }

    /// <summary>A loudspeaker that remembers, or sounds until it is cut off.</summary>
    private sealed class Bench : ISpeaker, ISoundOutput
    {
        public List<string> Heard { get; } = [];

        public volatile bool Endless;

        public int CutOff { get; private set; }

        public async ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
        {
            Heard.Add("tone");
            try
            {
                if (Endless) await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                CutOff++;
                throw;
            }

            return TimeSpan.Zero;
        }

        public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
        {
            Heard.AddRange(sentences);
            return ValueTask.FromResult<Outcome<SpokenAnswer>>(new SpokenAnswer("bench", TimeSpan.Zero, TimeSpan.Zero));
        }
    }
}
