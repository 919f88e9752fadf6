namespace Assistant.Tests.Turns;

/// <summary>Which day a wearer means by the name of a weekday, on that day and on others. November 30th is a Monday.</summary>
public sealed class TypedDaysTests
{
    private const string Monday = "2026-11-30";
    private const string Fridays = "On Friday, December 4th, or on Friday, December 11th?";

    [Theory]
    [InlineData("wake me at six next monday", "12-07 06:00")]
    [InlineData("wake me at six pm next monday", "12-07 18:00")]
    [InlineData("next monday at six remind me to call the bank", "12-07 06:00")]
    [InlineData("remind me to call the bank at six next monday", "12-07 06:00")]
    [InlineData("remind me next monday to call the bank", "12-07 09:00")]
    [InlineData("remind me to call the bank on monday", "12-07 09:00")]
    [InlineData("wake me at nine this monday", "11-30 21:00")]
    [InlineData("wake me at 8 pm on monday", "11-30 20:00")]
    [InlineData("wake me at 9 am on monday", "12-07 09:00")]
    [InlineData("wake me at six monday morning", "12-07 06:00")]
    [InlineData("wake me at six on tuesday", "12-01 06:00")]
    [InlineData("wake me at six this friday", "12-04 06:00")]
    [InlineData("wake me at six on friday", "12-04 06:00")]
    public async Task Say_NameOfADayOnAMonday_IsTheDayThatIsMeant(string text, string due) =>
        await DueAsync(new TypedBench("13:07", Monday), text, due);

    [Theory]
    [InlineData("2026-11-29", "sunday", "12-06 06:00")]
    [InlineData("2026-11-30", "monday", "12-07 06:00")]
    [InlineData("2026-12-01", "tuesday", "12-08 06:00")]
    [InlineData("2026-12-02", "wednesday", "12-09 06:00")]
    [InlineData("2026-12-03", "thursday", "12-10 06:00")]
    [InlineData("2026-12-04", "friday", "12-11 06:00")]
    [InlineData("2026-12-05", "saturday", "12-12 06:00")]
    public async Task Say_NextAndTodaysName_IsInSevenDays(string today, string name, string due)
    {
        await DueAsync(new TypedBench("13:07", today), $"wake me at six next {name}", due);
        await DueAsync(new TypedBench("05:00", today), $"remind me to call the bank at six next {name}", due);
    }

    [Theory]
    [InlineData("2026-11-28", "monday", "11-30 06:00")]
    [InlineData("2026-12-03", "monday", "12-07 06:00")]
    [InlineData("2026-12-04", "wednesday", "12-09 06:00")]
    public async Task Say_NextAndADayOfTheWeekThatBeginsThen_IsTheComingOne(string today, string name, string due) =>
        await DueAsync(new TypedBench("13:07", today), $"wake me at six next {name}", due);

    [Theory]
    [InlineData("wake me at six on monday", "Today, or on Monday, December 7th?", "today", "11-30 18:00")]
    [InlineData("wake me at six on monday", "Today, or on Monday, December 7th?", "the first one", "11-30 18:00")]
    [InlineData("wake me at six on monday", "Today, or on Monday, December 7th?", "next monday", "12-07 06:00")]
    [InlineData("wake me at six on monday", "Today, or on Monday, December 7th?", "monday", "12-07 06:00")]
    [InlineData("remind me to call the bank at six on monday", "Today, or on Monday, December 7th?", "the second one", "12-07 06:00")]
    [InlineData("wake me at six next friday", Fridays, "this friday", "12-04 06:00")]
    [InlineData("wake me at six next friday", Fridays, "next friday", "12-11 06:00")]
    [InlineData("wake me at six next friday", Fridays, "the fourth", "12-04 06:00")]
    [InlineData("remind me next friday to call the bank", Fridays, "the last one", "12-11 09:00")]
    [InlineData("wake me at six next tuesday", "Tomorrow, or on Tuesday, December 8th?", "tomorrow", "12-01 06:00")]
    [InlineData("wake me at six next tuesday", "Tomorrow, or on Tuesday, December 8th?", "on wednesday", "12-02 06:00")]
    public async Task Say_NameOfADayThatMayBeEither_IsAskedAndTheAnswerDecides(string text, string question, string answer, string due)
    {
        var bench = new TypedBench("13:07", Monday);

        Assert.Equal($"? {question}", await bench.SayAsync(text));
        Assert.Empty(bench.Schedule);
        await DueAsync(bench, answer, due);
    }

    [Fact]
    public async Task Say_AnswerThatIsADateAndAPlace_LeavesTheQuestionOpen()
    {
        var bench = new TypedBench("13:07", Monday);

        Assert.Equal("? On Wednesday, December 2nd, or on Wednesday, December 9th?", await bench.SayAsync("wake me at six next wednesday"));
        Assert.Equal("-", await bench.SayAsync("the second"));
        await DueAsync(bench, "the last one", "12-09 06:00");
    }

    [Fact]
    public async Task Say_ThisMondayInThePast_IsRefused() =>
        Assert.Equal("That time has already passed today.", await new TypedBench("13:07", Monday).SayAsync("wake me at 9 am this monday"));

    private static async Task DueAsync(TypedBench bench, string text, string due)
    {
        var answer = await bench.SayAsync(text);
        Assert.True(bench.DueDates.SequenceEqual([due]), $"{string.Join(", ", bench.DueDates)}: {answer}");
    }
}
