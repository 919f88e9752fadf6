using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace Device.Tests.Conversations;

/// <summary>While something rings it can be stopped and put off without a wake phrase, and nothing else is heard.</summary>
public sealed class ConversationRingTests : IDisposable
{
    private readonly ConversationBench _bench = new(new Silent()) { Rings = true };

    public void Dispose() => _bench.Dispose();

    [SpokenFact]
    public async Task RunAsync_StopWhileItRings_NeedsNoWakePhrase()
    {
        await RingAsync();

        await SayAsync("stop");

        Assert.Equal([ConversationEventKind.Heard, ConversationEventKind.Answered], _bench.Kinds);
        Assert.Equal("Stop", _bench.Answer.Intent);
        Assert.Empty(_bench.State.Current.Schedule);
    }

    [SpokenFact]
    public async Task RunAsync_SnoozeForALength_NeedsNoWakePhrase()
    {
        await RingAsync();

        await SayAsync("snooze for ten minutes");

        Assert.Equal("Snoozed for 10 minutes.", _bench.Answer.Answer);
        Assert.Null(Assert.Single(_bench.State.Current.Schedule).RingingSince);
    }

    [SpokenFact]
    public async Task RunAsync_AnotherCommandWhileItRings_NeedsAWakePhrase()
    {
        await SayAsync("set a timer for five minutes");

        Assert.Empty(_bench.Kinds);
        Assert.Empty(_bench.State.Current.Schedule);
    }

    [SpokenFact]
    public async Task RunAsync_TalkInTheRoomWhileItRings_IsNotAnswered()
    {
        await SayAsync("your five minute timer is done", "we should really go to the garden before it rains");

        Assert.Empty(_bench.Kinds);
    }

    [SpokenFact]
    public async Task RunAsync_StopWhileNothingRings_IsNotHeard()
    {
        _bench.Rings = false;

        await SayAsync("stop");

        Assert.Empty(_bench.Kinds);
    }

    private async Task SayAsync(params string[] sentences)
    {
        var sound = new Spoken("slt").Pause(1);
        foreach (var words in sentences) sound = (await sound.SayAsync(words)).Pause(2);
        await _bench.Loop.RunAsync(sound.Source(), CancellationToken.None);
    }

    private async Task RingAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _bench.State.UpdateAsync(
            state => ScheduleChanges.Add(state, new ScheduledEntry(0, ScheduledKind.Alarm, now) { RingingSince = now }),
            CancellationToken.None);
    }

    private sealed class Silent : ISpeaker
    {
        public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Outcome<SpokenAnswer>>(new SpokenAnswer("bench", TimeSpan.Zero, TimeSpan.Zero));
    }
}
