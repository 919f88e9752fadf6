using Assistant.Tests.Turns;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tests.Contexts;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding.Typed;
using TestKit;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

/// <summary>Somebody sets the clock on the wall, or travels: lengths of time stay what they were, times of day follow.</summary>
public sealed class SteppedClockTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly MemoryState _state = new();
    private readonly BenchHardware _hardware = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 22, 22, 15, 0, TimeSpan.Zero));
    private readonly ToolRegistry _tools;

    public SteppedClockTests()
    {
        _time.SetLocalTimeZone(NewYork);
        _tools = GlassesTools.Create(new GlassesPorts(_state, _hardware.Parts, _hardware, _time));
    }

    private GlassesClock Clock => new(_time);

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task TimerRemaining_AfterTheClockWasSet_IsWhatItWas(int minutes)
    {
        await SayAsync("SetTimer", ("duration", Seconds(300)));
        _time.Advance(TimeSpan.FromMinutes(1));

        _time.Step(TimeSpan.FromMinutes(minutes));

        Assert.Equal("4 minutes left.", await SayAsync("TimerRemaining"));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task IsQuiet_AfterTheClockWasSet_EndsAfterItsLength(int minutes)
    {
        await SayAsync("DoNotDisturbOn", ("duration", Seconds(600)));
        _time.Step(TimeSpan.FromMinutes(minutes));

        _time.Advance(TimeSpan.FromSeconds(599));
        Assert.True(Clock.IsQuiet(_state.Current.Settings));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Clock.IsQuiet(_state.Current.Settings));
    }

    [Theory]
    [InlineData("SetReminder", "reminder")]
    [InlineData("TakePhoto", "")]
    [InlineData("StartVideo", "")]
    public async Task Due_OfWhatComesAfterALength_DoesNotMoveWithTheClock(string intent, string words)
    {
        var duration = (intent == "TakePhoto" ? "delay" : "duration", Seconds(60));
        await SayAsync(intent, words.Length > 0 ? [duration, (words, Words("look up"))] : [duration]);

        _time.Step(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(Clock.IsDue(Assert.Single(_state.Current.Schedule)));
    }

    [Fact]
    public async Task StopVideo_AfterTheClockWasSetBack_SaysItsLength()
    {
        await SayAsync("StartVideo");
        _time.Step(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Contains("20 seconds", await SayAsync("StopVideo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snooze_AfterTheClockWasSetBack_RingsAfterItsLength()
    {
        _state.Current = ScheduleChanges.Add(
            _state.Current, new ScheduledEntry(0, ScheduledKind.Alarm, Clock.WallNow) { RingingSince = Clock.WallNow });
        await SayAsync("Snooze");
        _time.Step(TimeSpan.FromHours(-1));

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(Clock.IsDue(Assert.Single(_state.Current.Schedule)));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Alarm_InAWhileAndTheClockIsSet_RingsAfterItsLength(int minutes)
    {
        await SayAsync("SetAlarm", ("duration", Seconds(1200)));
        _time.Step(TimeSpan.FromMinutes(minutes));
        var alarm = Assert.Single(ScheduleTimes.Reconciled(_state.Current, Clock).Schedule);

        _time.Advance(TimeSpan.FromSeconds(1199));
        Assert.False(Clock.IsDue(alarm));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Clock.IsDue(alarm));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Asked_TheClockIsSet_TheAnswerIsWaitedForAMinuteAndNoLonger(int minutes)
    {
        var turn = new Turn(_tools, _state, new BenchSpeaker(), new TurnOptions(), _time);
        var heard = new TextMatcher(ContextTestKit.CompileGlasses()).Match("set an alarm").Value!;
        Assert.True((await turn.RunAsync(heard, Utterance.Typed("set an alarm"), new TurnTrace(_time), CancellationToken.None)).Asks);

        _time.Step(TimeSpan.FromMinutes(minutes));
        _time.Advance(FollowUp.Open);
        Assert.True(_state.Current.Asked!.IsOpen(Clock));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(_state.Current.Asked!.IsOpen(Clock));
    }

    [Fact]
    public async Task Alarm_AfterTheClockWasSet_RingsByTheNewClock()
    {
        await SayAsync("SetAlarm", ("time", Bench.Clock("19:00"))); // it is 17:15

        _time.Step(TimeSpan.FromMinutes(105));

        Assert.True(Clock.IsDue(Assert.Single(_state.Current.Schedule)));
    }

    [Fact]
    public async Task Alarm_InAnotherZone_RingsWhenTheClockThereShowsIt()
    {
        await SayAsync("SetAlarm", ("time", Bench.Clock("07:00")));

        _time.SetLocalTimeZone(Berlin);

        Assert.Equal("You have an alarm tomorrow at 7 AM.", await SayAsync("ListAlarms"));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.FromHours(1)), Clock.DueOf(Assert.Single(_state.Current.Schedule)));
        Assert.Equal("I cancelled your 7 AM alarm.", await SayAsync("CancelAlarm", ("time", Bench.Clock("07:00"))));
    }

    [Fact]
    public async Task Reconciled_AfterTheClockWasSet_WritesTheNewMoment()
    {
        await SayAsync("SetTimer", ("duration", Seconds(300)));
        _time.Step(TimeSpan.FromHours(-1));

        var written = Assert.Single(ScheduleTimes.Reconciled(_state.Current, Clock).Schedule);

        Assert.Equal(Clock.WallNow.AddMinutes(5), written.Due);
    }

    [Fact]
    public async Task Reconciled_NothingHasMoved_IsTheSameDocument()
    {
        await SayAsync("SetTimer", ("duration", Seconds(300)));
        await SayAsync("SetAlarm", ("time", Bench.Clock("07:00")));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Same(_state.Current, ScheduleTimes.Reconciled(_state.Current, Clock));
    }

    [Fact]
    public async Task Timer_AfterTheMachineHasStartedAnew_RunsOnTheClockOnTheWall()
    {
        await SayAsync("SetTimer", ("duration", Seconds(300)));
        _time.Boot = "second";

        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(Clock.IsDue(Assert.Single(_state.Current.Schedule)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Clock.IsDue(Assert.Single(_state.Current.Schedule)));
    }

    [Fact]
    public void Reconciled_AnAlarmFromBefore_GetsTheTimeOfDayItHasHere()
    {
        var due = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        _state.Current = ScheduleChanges.Add(_state.Current, new ScheduledEntry(0, ScheduledKind.Alarm, due));

        var entry = Assert.Single(ScheduleTimes.Reconciled(_state.Current, Clock).Schedule);

        Assert.Equal((new DateTime(2026, 11, 23, 7, 0, 0), due), (entry.Local, entry.Due));
    }

    private async Task<string> SayAsync(string intent, params (string Name, SlotValue Value)[] slots)
    {
        var outcome = await _tools.RunAsync(
            intent, slots.ToDictionary(slot => slot.Name, slot => slot.Value), _state.Current.Settings, CancellationToken.None);
        return outcome.TryGet(out var result, out var failure) ? result.Answer : $"[{failure.Code}] {failure.Message}";
    }
}
