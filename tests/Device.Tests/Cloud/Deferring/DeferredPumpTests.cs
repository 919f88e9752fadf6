using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Cloud.Deferring;

namespace Device.Tests.Cloud.Deferring;

[SupportedOSPlatform("linux")]
public sealed class DeferredPumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WatchedTime _time = new();
    private readonly GlassesProgram _glasses;
    private readonly Cloud _cloud = new();
    private readonly Mouth _mouth = new();
    private readonly List<string> _reported = [];
    private readonly CancellationTokenSource _end = new();

    public DeferredPumpTests() => _glasses = GlassesProgram.Open(_folder.Path, TimeProvider.System).Value!;

    public void Dispose()
    {
        _end.Dispose();
        _glasses.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_CloudThere_TellsWhatCameOfIt()
    {
        await KeepAsync("buy milk");
        var pump = Pump();

        await PollAsync(5);
        await _time.NextWaitAsync();

        Assert.Equal([$"About what you asked for at {AnswerText.Time(new TimeOnly(10, 2))}: About buy milk."], _mouth.Said);
        Assert.Equal(0, _glasses.Queue.Count);
        Assert.Empty(_reported);
        await EndAsync(pump);
    }

    [Fact]
    public async Task RunAsync_CloudAway_AsksMoreAndMoreRarelyAndReportsOnce()
    {
        _cloud.Failing = true;
        await KeepAsync("buy milk");
        var pump = Pump();

        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 120, 120 }) await PollAsync(seconds);
        _cloud.Failing = false;
        await PollAsync(120);

        Assert.Equal(TimeSpan.FromSeconds(5), await _time.NextWaitAsync());
        Assert.Equal(["cloud-down"], _reported);
        Assert.Single(_mouth.Said);
        Assert.Equal(0, _glasses.Queue.Count);
        await EndAsync(pump);
    }

    [Fact]
    public async Task RunAsync_NothingWaits_NobodyIsAsked()
    {
        var pump = Pump();

        await PollAsync(5);
        await PollAsync(5);

        Assert.Equal(0, _cloud.Asked);
        await EndAsync(pump);
    }

    [Fact]
    public async Task RunAsync_SpeechFails_IsReportedAndTheWishIsLetGo()
    {
        _mouth.Failing = true;
        await KeepAsync("buy milk");
        var pump = Pump();

        await PollAsync(5);
        await _time.NextWaitAsync();

        Assert.Equal(["speech-broken"], _reported);
        Assert.Equal(0, _glasses.Queue.Count);
        await EndAsync(pump);
    }

    private Task Pump()
    {
        var options = new DeferredOptions();
        var sender = new DeferredSender(_glasses.Queue, _cloud, _glasses.Tools, _glasses.State, options, TimeProvider.System);
        return new DeferredPump(sender, _mouth, failure => _reported.Add(failure.Code), options, _time).RunAsync(_end.Token);
    }

    private async Task PollAsync(int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), await _time.NextWaitAsync());
        _time.Advance(TimeSpan.FromSeconds(seconds));
    }

    private async Task KeepAsync(string words)
    {
        await _glasses.State.UpdateAsync(state => state with { Settings = state.Settings with { CloudConsent = true } }, default);
        var wish = new DeferredWish(
            "key", Utterance.Typed(words), new DateTimeOffset(2026, 11, 25, 10, 2, 0, TimeSpan.Zero), null, Asking.TraceId);
        Assert.Null((await _glasses.Queue.KeepAsync(wish, default)).Failure);
    }

    private async Task EndAsync(Task pump)
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);
    }

    private sealed class Cloud : ICloud
    {
        public bool Failing { get; set; }

        public int Asked { get; private set; }

        public CloudStatus Status => new(CloudLink.Up);

        public async IAsyncEnumerable<AnswerEvent> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked++;
            await Task.CompletedTask;
            if (Failing)
            {
                yield return new AnswerEvent.Failed(new Failure(Stages.Cloud, "cloud-down", "Down.", "Wait.", Blame.Cloud))
                {
                    CanRetry = true,
                };
                yield break;
            }

            yield return new AnswerEvent.Words($"About {question.Said.Text}.");
            yield return new AnswerEvent.Done(new CloudBill { Id = "bill", Currency = "USD" }, StopReason.Complete);
        }
    }

    private sealed class Mouth : ISpeaker
    {
        public bool Failing { get; set; }

        public List<string> Said { get; } = [];

        public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
        {
            Said.Add(string.Join(' ', sentences));
            return ValueTask.FromResult<Outcome<SpokenAnswer>>(
                Failing
                    ? new Failure(Stages.Speech, "speech-broken", "Broken.", "Mend it.")
                    : new SpokenAnswer("bench", TimeSpan.Zero, TimeSpan.Zero));
        }
    }
}
