using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Tools.Scheduling;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

public sealed class ScheduleToolsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task SetTimer_FiveMinutes_IsDueThen()
    {
        Assert.Equal("Timer set for 5 minutes.", await _bench.SayAsync("SetTimer", ("duration", Seconds(300))));

        var timer = Assert.Single(_bench.State.Current.Schedule);
        Assert.Equal(_bench.Time.GetUtcNow().AddMinutes(5), timer.Due);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_401)]
    public async Task SetTimer_NoSensibleLength_IsRefusedInWords(double seconds) => Assert.Equal(
        "[tool-argument-range] The duration has to be between 1 second and 1 day.",
        await _bench.SayAsync("SetTimer", ("duration", Seconds(seconds))));

    [Fact]
    public async Task TimerRemaining_SomeTimeLater_SaysWhatIsLeft()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(300)));
        _bench.Time.Advance(TimeSpan.FromSeconds(75));

        Assert.Equal("3 minutes and 45 seconds left.", await _bench.SayAsync("TimerRemaining"));
    }

    [Fact]
    public async Task CancelTimer_One_NamesIt()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(300)));

        Assert.Equal("I cancelled your 5 minute timer.", await _bench.SayAsync("CancelTimer"));
        Assert.Equal("There is no timer to cancel.", await _bench.SayAsync("CancelTimer"));
    }

    [Theory]
    [InlineData("19:30", null, "Alarm set at 7:30 PM.", "2026-11-23T00:30Z")]
    [InlineData("07:00", null, "Alarm set tomorrow at 7 AM.", "2026-11-23T12:00Z")]
    [InlineData("07:00", "tonight", "Alarm set at 7 PM.", "2026-11-23T00:00Z")]
    [InlineData("12:00", "wednesday", "Alarm set on Wednesday, November 25th at noon.", "2026-11-25T17:00Z")]
    [InlineData("12:00", "sunday", "Alarm set on Sunday, November 29th at noon.", "2026-11-29T17:00Z")]
    public async Task SetAlarm_TimeAndDay_IsDueThen(string time, string? day, string answer, string due)
    {
        var said = day is null
            ? await _bench.SayAsync("SetAlarm", ("time", Clock(time)))
            : await _bench.SayAsync("SetAlarm", ("time", Clock(time)), ("day", Entry(day)));

        Assert.Equal(answer, said);
        Assert.Equal(DateTimeOffset.Parse(due), Assert.Single(_bench.State.Current.Schedule).Due);
    }

    [Fact]
    public async Task SetAlarm_TodayInThePast_IsRefused() => Assert.StartsWith(
        "[time-in-past]", await _bench.SayAsync("SetAlarm", ("time", Clock("16:00")), ("day", Entry("today"))));

    [Fact]
    public async Task SetAlarm_InTheHourThatSpringSkips_RingsAnHourLater()
    {
        _bench.Time.SetUtcNow(new DateTimeOffset(2027, 3, 14, 4, 0, 0, TimeSpan.Zero));

        await _bench.SayAsync("SetAlarm", ("time", Clock("02:30")), ("day", Entry("tomorrow")));

        Assert.Equal(new DateTimeOffset(2027, 3, 14, 7, 30, 0, TimeSpan.Zero), Assert.Single(_bench.State.Current.Schedule).Due);
    }

    [Fact]
    public async Task CancelAlarm_ByTime_LeavesTheOthers()
    {
        await _bench.SayAsync("SetAlarm", ("time", Clock("06:00")));
        await _bench.SayAsync("SetAlarm", ("time", Clock("07:15")));

        Assert.Equal("I cancelled your 6 AM alarm.", await _bench.SayAsync("CancelAlarm", ("time", Clock("06:00"))));
        Assert.Equal("You have an alarm tomorrow at 7:15 AM.", await _bench.SayAsync("ListAlarms"));
    }

    [Fact]
    public async Task SetReminder_InTenMinutes_SaysWhenAndWhat()
    {
        var answer = await _bench.SayAsync("SetReminder", ("reminder", Words("call Anna")), ("duration", Seconds(600)));

        Assert.Equal("I'll remind you at 5:25 PM to call Anna.", answer);
        Assert.Equal("You have one reminder. At 5:25 PM: call Anna.", await _bench.SayAsync("ReadReminders"));
    }

    [Fact]
    public async Task SetReminder_WithoutTime_WaitsInTheList()
    {
        await _bench.SayAsync("SetReminder", ("reminder", Words("buy milk")));

        Assert.Null(Assert.Single(_bench.State.Current.Schedule).Due);
        Assert.Equal("You have one reminder. Buy milk.", await _bench.SayAsync("ReadReminders"));
    }

    [Fact]
    public async Task TakePhoto_WithDelay_IsPlannedAndNotTakenNow()
    {
        Assert.Equal("I'll take a photo in 10 seconds.", await _bench.SayAsync("TakePhoto", ("delay", Seconds(10))));

        Assert.Empty(_bench.Hardware.Asked);
        Assert.Equal(ScheduledKind.Photo, Assert.Single(_bench.State.Current.Schedule).Kind);
    }

    [Fact]
    public async Task StopVideo_AfterTwentySeconds_TellsTheLength()
    {
        await _bench.SayAsync("StartVideo", ("duration", Seconds(60)));
        _bench.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("Video of 20 seconds saved.", await _bench.SayAsync("StopVideo"));
        Assert.Empty(_bench.State.Current.Schedule);
        Assert.StartsWith("[camera-idle]", await _bench.SayAsync("StopVideo"));
    }
}
