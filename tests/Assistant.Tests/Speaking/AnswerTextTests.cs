using EdgeRuntime.Assistant.Speaking;

namespace Assistant.Tests.Speaking;

public sealed class AnswerTextTests
{
    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(300, "5 minutes")]
    [InlineData(3900, "1 hour and 5 minutes")]
    [InlineData(5405, "1 hour, 30 minutes and 5 seconds")]
    [InlineData(86_400, "1 day")]
    [InlineData(93_600, "1 day and 2 hours")]
    public void Duration_Seconds_IsWorded(int seconds, string expected) =>
        Assert.Equal(expected, AnswerText.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(59.2, "1 minute")]
    [InlineData(599, "9 minutes and 59 seconds")]
    [InlineData(3629, "1 hour")]
    public void Remaining_LongTimes_LeaveSecondsOut(double seconds, string expected) =>
        Assert.Equal(expected, AnswerText.Remaining(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, 0, "midnight")]
    [InlineData(0, 5, "12:05 AM")]
    [InlineData(7, 0, "7 AM")]
    [InlineData(12, 0, "noon")]
    [InlineData(19, 30, "7:30 PM")]
    public void Time_OfDay_IsWorded(int hour, int minute, string expected) =>
        Assert.Equal(expected, AnswerText.Time(new TimeOnly(hour, minute)));

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(11, "11th")]
    [InlineData(12, "12th")]
    [InlineData(13, "13th")]
    [InlineData(21, "21st")]
    [InlineData(111, "111th")]
    public void Ordinal_Number_HasItsEnding(int number, string expected) => Assert.Equal(expected, AnswerText.Ordinal(number));

    [Theory]
    [InlineData(0, "no notes")]
    [InlineData(1, "one note")]
    [InlineData(9, "nine notes")]
    [InlineData(10, "10 notes")]
    public void Count_Things_AgreesWithTheNoun(int count, string expected) => Assert.Equal(expected, AnswerText.Count(count, "note"));

    [Fact]
    public void Words_Three_HaveCommaAndAnd() => Assert.Equal("a, b and c", AnswerText.Words(["a", "b", "c"]));

    [Theory]
    [InlineData("One. Two! Three?", 3)]
    [InlineData("It's 2.5 percent. Fine", 2)]
    [InlineData("At 7 p.m. on Monday.", 1)]
    [InlineData("  ", 0)]
    public void Split_Answer_GivesSentences(string answer, int expected)
    {
        var sentences = SentenceSplitter.Split(answer);

        Assert.Equal(expected, sentences.Count);
        Assert.Equal(answer.Replace(" ", string.Empty), string.Concat(sentences).Replace(" ", string.Empty));
    }
}
