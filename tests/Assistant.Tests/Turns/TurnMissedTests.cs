using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

/// <summary>A timer or an alarm that nobody stopped is told at the next turn.</summary>
public sealed class TurnMissedTests
{
    private readonly TurnBench _bench = new();

    public TurnMissedTests()
    {
        var state = _bench.Glasses.State;
        var timer = new ScheduledEntry(0, ScheduledKind.Timer, _bench.Glasses.Time.GetUtcNow().AddMinutes(-15))
        {
            Length = TimeSpan.FromMinutes(5),
        };
        state.Current = ScheduleChanges.Miss(ScheduleChanges.Add(state.Current, timer), state.Current.NextId);
    }

    [Fact]
    public async Task RunAsync_ATimerRangUnheard_IsToldOnce()
    {
        var result = await _bench.RunAsync(TurnBench.Understood("GetTime"));
        await _bench.RunAsync(TurnBench.Understood("GetTime"));

        Assert.Equal("You missed your 5 minute timer, which ended at 5 PM.", result.Missed);
        Assert.Equal(["It's 5:15 PM.", result.Missed!, "It's 5:15 PM."], _bench.Speaker.Said);
        Assert.Empty(_bench.Glasses.State.Current.Missed);
    }

    [Theory]
    [InlineData(RecognitionVerdict.Silence)]
    [InlineData(RecognitionVerdict.Rejected)]
    public async Task RunAsync_NobodySaidAnythingForTheGlasses_IsKeptForTheNextTurn(RecognitionVerdict verdict)
    {
        var result = await _bench.RunAsync(TurnBench.Heard(verdict));

        Assert.Null(result.Missed);
        Assert.Single(_bench.Glasses.State.Current.Missed);
    }

    [Fact]
    public async Task RunAsync_CouldNotBeSaid_IsKeptForTheNextTurn()
    {
        _bench.Speaker.Failing = new Failure(Stages.Speech, "player-failed", "No.", "");

        var result = await _bench.RunAsync(TurnBench.Understood("GetTime"));

        Assert.Equal("player-failed", result.Warning!.Code);
        Assert.Single(_bench.Glasses.State.Current.Missed);
    }
}
