using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Numbers;
using EdgeRuntime.Assistant.Tests.Contexts;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace Assistant.Tests.Contexts.Numbers;

public sealed class SpokenTimeTests
{
    private static readonly Lazy<WordGraph> Graph = new(() => ContextTestKit.Compile(ContextTestKit.OneList("at {x}", "{type: time}")));

    [Theory]
    [InlineData("seven", "07:00")]
    [InlineData("seven thirty", "07:30")]
    [InlineData("seven thirty p m", "19:30")]
    [InlineData("seven o'clock", "07:00")]
    [InlineData("seven o'clock in the evening", "19:00")]
    [InlineData("seven oh five", "07:05")]
    [InlineData("quarter past seven", "07:15")]
    [InlineData("a quarter to seven", "06:45")]
    [InlineData("half past six", "06:30")]
    [InlineData("half six", "06:30")]
    [InlineData("twenty to nine in the evening", "20:40")]
    [InlineData("twenty five past eleven at night", "23:25")]
    [InlineData("ten to one", "12:50")]
    [InlineData("quarter to one in the morning", "00:45")]
    [InlineData("ten to midnight", "23:50")]
    [InlineData("noon", "12:00")]
    [InlineData("midnight", "00:00")]
    [InlineData("twelve a m", "00:00")]
    [InlineData("twelve p m", "12:00")]
    [InlineData("twelve thirty at night", "00:30")]
    [InlineData("nineteen hundred hours", "19:00")]
    [InlineData("oh seven hundred", "07:00")]
    [InlineData("oh seven thirty", "07:30")]
    [InlineData("zero twenty three", "00:23")]
    [InlineData("twenty one fifteen", "21:15")]
    [InlineData("five minutes past three in the afternoon", "15:05")]
    public void Match_TimeWords_GivesTheTime(string words, string time)
    {
        Assert.Equal(time, SpokenTime.Parse(words));
        Assert.Equal($"Do x={time}", Graph.Value.Say($"at {words}"));
    }

    [Theory]
    [InlineData("7pm", "19:00")]
    [InlineData("7 p.m.", "19:00")]
    [InlineData("7:30 AM", "07:30")]
    [InlineData("7.30 pm", "19:30")]
    [InlineData("730 pm", "19:30")]
    [InlineData("12:00", "12:00")]
    [InlineData("quarter to 8", "07:45")]
    public void Match_TypedTime_GivesTheTime(string text, string time) => Assert.Equal($"Do x={time}", Graph.Value.Say($"at {text}"));

    [Theory]
    [InlineData("twenty five")]
    [InlineData("seven sixty")]
    [InlineData("thirteen p m thirty")]
    [InlineData("half past thirteen")]
    [InlineData("to seven")]
    [InlineData("")]
    [InlineData("in the morning")]
    public void Parse_OtherWords_GivesNothing(string words) => Assert.Null(SpokenTime.Parse(words));

    [Theory]
    [InlineData("seven", true)]
    [InlineData("half past six", true)]
    [InlineData("ten to one", true)]
    [InlineData("twelve", true)]
    [InlineData("seven o'clock", true)]
    [InlineData("seven a m", false)]
    [InlineData("seven in the evening", false)]
    [InlineData("oh seven thirty", false)]
    [InlineData("zero twenty three", false)]
    [InlineData("seven hundred hours", false)]
    [InlineData("nineteen thirty", false)]
    [InlineData("noon", false)]
    [InlineData("ten to midnight", false)]
    public void Read_TimeWords_SayWhetherTheHalfOfTheDayIsOpen(string words, bool isEitherHalf) =>
        Assert.Equal(isEitherHalf, SpokenTime.Read(words.Split(' '))!.Value.IsEitherHalf);

    [Theory]
    [InlineData("04:45", false)]
    [InlineData("07:00", false)]
    [InlineData("4:45", true)]
    [InlineData("16:45", false)]
    public void Match_WrittenTime_SaysWhetherTheHalfOfTheDayIsOpen(string text, bool isEitherHalf) =>
        Assert.Equal(isEitherHalf, Graph.Value.Read($"at {text}")!.Slots["x"].IsEitherHalf);

    [Theory]
    [InlineData("07:00 pm", "19:00")]
    [InlineData("07:30 pm", "19:30")]
    public void Match_PaddedTimeWithItsHalf_GivesTheTime(string text, string time) =>
        Assert.Equal($"Do x={time}", Graph.Value.Say($"at {text}"));

    [Fact]
    public void Match_EveryMinuteOfTheDay_IsReadBack()
    {
        var matcher = new TextMatcher(Graph.Value);

        for (var minute = 0; minute < 24 * 60; minute++)
        {
            var written = $"{minute / 60:00}:{minute % 60:00}";
            var hour12 = ((minute / 60) + 11) % 12 + 1;
            var half = $"{hour12}:{minute % 60:00} {(minute < 12 * 60 ? "am" : "pm")}";
            Assert.Equal($"Do x={written}", ContextTestKit.Show(matcher.Match($"at {written}").Value!.Best));
            Assert.Equal($"Do x={written}", ContextTestKit.Show(matcher.Match($"at {half}").Value!.Best));
        }
    }

    [Fact]
    public void Build_EveryPathOfTheGrammar_IsATimeOfDay()
    {
        var paths = 0;

        foreach (var meaning in AllPaths.Of(Graph.Value))
        {
            paths++;
            Assert.Matches("^([01][0-9]|2[0-3]):[0-5][0-9]$", meaning.Slots["x"].Text);
        }

        Assert.True(paths > 5_000, $"{paths} paths");
    }
}
