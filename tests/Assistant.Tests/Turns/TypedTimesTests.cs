namespace Assistant.Tests.Turns;

/// <summary>Which moment a wearer means: sentences at times of the day. The bench's day is a Sunday.</summary>
public sealed class TypedTimesTests
{
    [Theory]
    [InlineData("13:00", "set an alarm for 4:45", "Sun 16:45")]
    [InlineData("13:00", "alarm for 4:45", "Sun 16:45")]
    [InlineData("13:00", "alarm for 4:45 today", "Sun 16:45")]
    [InlineData("13:00", "alarm for quarter to five", "Sun 16:45")]
    [InlineData("13:00", "alarm for 4:45 am", "Mon 04:45")]
    [InlineData("13:00", "alarm for 04:45", "Mon 04:45")]
    [InlineData("13:00", "alarm for oh four forty five", "Mon 04:45")]
    [InlineData("13:00", "alarm for 16:45", "Sun 16:45")]
    [InlineData("11:59", "alarm for one", "Sun 13:00")]
    [InlineData("11:59", "alarm at one o'clock", "Sun 13:00")]
    [InlineData("11:59", "alarm at twelve", "Sun 12:00")]
    [InlineData("12:45", "alarm at quarter to one in the morning", "Mon 00:45")]
    [InlineData("23:00", "alarm at twelve", "Mon 00:00")]
    [InlineData("23:30", "alarm for half past twelve", "Mon 00:30")]
    [InlineData("00:10", "alarm for five", "Sun 05:00")]
    [InlineData("22:00", "wake me at seven", "Mon 07:00")]
    [InlineData("22:00", "wake me at seven tomorrow", "Mon 07:00")]
    [InlineData("21:30", "wake me at nine", "Mon 09:00")]
    [InlineData("10:00", "alarm for this afternoon at five", "Sun 17:00")]
    [InlineData("10:00", "set an alarm this afternoon at five", "Sun 17:00")]
    [InlineData("10:00", "alarm for five this afternoon", "Sun 17:00")]
    [InlineData("10:00", "alarm at eleven this morning", "Sun 11:00")]
    [InlineData("10:00", "alarm for tonight at nine", "Sun 21:00")]
    [InlineData("10:00", "alarm for nine this evening", "Sun 21:00")]
    [InlineData("22:00", "alarm for tonight at one", "Mon 01:00")]
    [InlineData("22:00", "alarm for tonight at midnight", "Mon 00:00")]
    [InlineData("22:00", "alarm for midnight today", "Mon 00:00")]
    [InlineData("01:00", "alarm for tonight at three", "Sun 03:00")]
    [InlineData("10:00", "wake me at six tomorrow morning", "Mon 06:00")]
    [InlineData("10:00", "set an alarm for tomorrow afternoon at four", "Mon 16:00")]
    [InlineData("10:00", "set an alarm for tomorrow night at eleven", "Mon 23:00")]
    [InlineData("10:00", "set an alarm for tomorrow at five pm", "Mon 17:00")]
    [InlineData("10:00", "set an alarm for monday morning at five", "Mon 05:00")]
    [InlineData("10:00", "set an alarm for tomorrow at twelve", "Mon 12:00")]
    [InlineData("13:00", "set an alarm for sunday at five", "Sun 17:00")]
    [InlineData("18:00", "set an alarm for sunday at noon", "Sun 12:00")]
    [InlineData("10:00", "set an alarm in twenty minutes", "Sun 10:20")]
    [InlineData("10:00", "set an alarm for one hour from now", "Sun 11:00")]
    [InlineData("13:00", "remind me to call the bank at five", "Sun 17:00")]
    [InlineData("13:00", "remind me this evening to call the bank", "Sun 20:00")]
    [InlineData("13:00", "remind me tomorrow morning to call the bank", "Mon 09:00")]
    [InlineData("13:00", "remind me this afternoon to call the bank", "Sun 15:00")]
    [InlineData("16:00", "remind me this afternoon to call the bank", "Sun 17:00")]
    public async Task Say_TimeOfDay_IsTheNextThatIsMeant(string clock, string text, string due)
    {
        var bench = new TypedBench(clock);

        var answer = await bench.SayAsync(text);

        Assert.True(bench.Due.SequenceEqual([due]), $"{string.Join(", ", bench.Due)}: {answer}");
    }

    [Theory]
    [InlineData("13:00", "alarm for five tomorrow", "in the morning", "Mon 05:00")]
    [InlineData("13:00", "alarm for five tomorrow", "in the afternoon", "Mon 17:00")]
    [InlineData("13:00", "alarm for five on tuesday", "pm", "Tue 17:00")]
    [InlineData("13:00", "wake me tomorrow at three", "3 am", "Mon 03:00")]
    [InlineData("17:20", "alarm for five", "five in the morning", "Mon 05:00")]
    [InlineData("17:20", "alarm for five", "the second one", "Mon 17:00")]
    [InlineData("09:20", "alarm for nine", "in the evening", "Sun 21:00")]
    [InlineData("09:20", "alarm for nine", "tomorrow morning", "Mon 09:00")]
    [InlineData("13:00", "remind me to feed the cat at five tomorrow", "the first", "Mon 05:00")]
    public async Task Say_TimeThatMayBeEither_IsAskedAndTheAnswerDecides(string clock, string text, string answer, string due)
    {
        var bench = new TypedBench(clock);

        var question = await bench.SayAsync(text);
        Assert.StartsWith("? ", question);
        Assert.Empty(bench.Schedule);
        var done = await bench.SayAsync(answer);

        Assert.True(bench.Due.SequenceEqual([due]), $"{question} {done}");
    }

    [Fact]
    public async Task Say_FiveTomorrow_AsksInWords() => Assert.Equal(
        "? Tomorrow at 5 in the morning, or at 5 in the afternoon?",
        await new TypedBench("13:00").SayAsync("set an alarm for tomorrow at five"));

    [Theory]
    [InlineData("13:07", "alarm for one", "Tomorrow at 1 in the morning, or tomorrow at 1 in the afternoon?")]
    [InlineData("13:07", "alarm for 1:06", "Tomorrow at 1:06 in the morning, or tomorrow at 1:06 in the afternoon?")]
    [InlineData("13:08:30", "alarm for 1:08", "Tomorrow at 1:08 in the morning, or tomorrow at 1:08 in the afternoon?")]
    [InlineData("09:20", "alarm for nine", "Today at 9 in the evening, or tomorrow at 9 in the morning?")]
    public async Task Say_TimeWithoutADay_IsAskedWithTheDayOfEachChoice(string clock, string text, string question) =>
        Assert.Equal($"? {question}", await new TypedBench(clock).SayAsync(text));

    [Fact]
    public async Task Say_TimeOneMinuteAhead_IsTodayUnasked() =>
        Assert.Equal("Alarm set at 1:08 PM.", await new TypedBench("13:07").SayAsync("alarm for 1:08"));

    [Theory]
    [InlineData("do not disturb until eight", "13:00", "Do not disturb is on until 8 PM.", 7)]
    [InlineData("turn on quiet mode until half past ten", "13:00", "Do not disturb is on until 10:30 PM.", 9.5)]
    [InlineData("don't disturb me till 7 am", "22:00", "Do not disturb is on until tomorrow at 7 AM.", 9)]
    [InlineData("do not disturb for two hours", "13:00", "Do not disturb is on for 2 hours.", 2)]
    public async Task Say_DoNotDisturbUntil_IsQuietUntilThen(string text, string clock, string answer, double hours)
    {
        var bench = new TypedBench(clock);

        Assert.Equal(answer, await bench.SayAsync(text));
        bench.Wait(TimeSpan.FromHours(hours) - TimeSpan.FromSeconds(1));
        Assert.True(bench.IsQuiet);
        bench.Wait(TimeSpan.FromSeconds(2));
        Assert.False(bench.IsQuiet);
    }

    [Theory]
    [InlineData("remind me to water the plants every day")]
    [InlineData("remind me to water the plants every two hours")]
    [InlineData("remind me to water the plants every other day at nine")]
    [InlineData("remind me to take a pill daily")]
    [InlineData("set an alarm for 6 am every day")]
    [InlineData("alarm at 6 am every day")]
    [InlineData("wake me every weekday at six")]
    [InlineData("wake me up every morning")]
    public async Task Say_AgainAndAgain_IsRefusedWithWhatCanBeDone(string text)
    {
        var bench = new TypedBench("13:00");
        var answer = await bench.SayAsync(text);
        if (answer == "? For when?") answer = await bench.SayAsync("seven");

        Assert.Equal("I can set that only once, not again and again.", answer);
        Assert.Empty(bench.Schedule);
    }

    [Fact]
    public async Task Say_RemindMeOfEveryThing_IsDoneOnce()
    {
        var bench = new TypedBench("13:00");

        Assert.Equal("I'll keep it in your reminders: water every plant.", await bench.SayAsync("remind me to water every plant"));
        Assert.Equal("I'll keep it in your reminders: read the daily.", await bench.SayAsync("remind me to read the daily"));
    }

    [Theory]
    [InlineData("13:00", "alarm for 11 am today")]
    [InlineData("13:00", "alarm for seven this morning")]
    public async Task Say_TodayInThePast_IsRefused(string clock, string text)
    {
        var bench = new TypedBench(clock);

        Assert.Equal("That time has already passed today.", await bench.SayAsync(text));
        Assert.Empty(bench.Schedule);
    }

    [Theory]
    [InlineData("cancel my five alarm")]
    [InlineData("cancel the alarm for five pm")]
    public async Task Say_CancelAlarmByTime_FindsItInEitherHalf(string text)
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set an alarm for five pm");

        Assert.Equal("I cancelled your 5 PM alarm.", await bench.SayAsync(text));
    }
}
