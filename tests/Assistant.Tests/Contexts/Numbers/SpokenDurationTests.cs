using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Numbers;
using EdgeRuntime.Assistant.Tests.Contexts;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace Assistant.Tests.Contexts.Numbers;

public sealed class SpokenDurationTests
{
    private static readonly Lazy<WordGraph> Graph = new(
        () => ContextTestKit.Compile(ContextTestKit.OneList("for {x}", "{type: duration}")));

    [Theory]
    [InlineData("ten seconds", 10)]
    [InlineData("a minute", 60)]
    [InlineData("five minutes", 300)]
    [InlineData("five minute", 300)]
    [InlineData("a minute and a half", 90)]
    [InlineData("two and a half minutes", 150)]
    [InlineData("two minutes thirty", 150)]
    [InlineData("two minutes and thirty seconds", 150)]
    [InlineData("half an hour", 1_800)]
    [InlineData("half a minute", 30)]
    [InlineData("a quarter of an hour", 900)]
    [InlineData("three quarters of an hour", 2_700)]
    [InlineData("an hour", 3_600)]
    [InlineData("an hour and a half", 5_400)]
    [InlineData("an hour and a quarter", 4_500)]
    [InlineData("one and a half hours", 5_400)]
    [InlineData("one point five hours", 5_400)]
    [InlineData("an hour thirty", 5_400)]
    [InlineData("one hour twenty minutes and five seconds", 4_805)]
    [InlineData("a couple of hours", 7_200)]
    [InlineData("two days and three hours", 183_600)]
    [InlineData("one week", 604_800)]
    [InlineData("one hundred and twenty seconds", 120)]
    public void Match_DurationWords_GivesSeconds(string words, double seconds)
    {
        Assert.Equal(seconds, SpokenDuration.Parse(words));
        Assert.Equal($"Do x={seconds}", Graph.Value.Say($"for {words}"));
    }

    [Theory]
    [InlineData("10 min", 600)]
    [InlineData("10min", 600)]
    [InlineData("90s", 90)]
    [InlineData("1h", 3_600)]
    [InlineData("1h 30m", 5_400)]
    [InlineData("1.5 hours", 5_400)]
    [InlineData("2 hrs", 7_200)]
    public void Match_TypedDuration_GivesSeconds(string text, double seconds) =>
        Assert.Equal($"Do x={seconds}", Graph.Value.Say($"for {text}"));

    [Theory]
    [InlineData("")]
    [InlineData("minutes")]
    [InlineData("thirty")]
    [InlineData("two lamps")]
    [InlineData("an hour and")]
    public void Parse_OtherWords_GivesNothing(string words) => Assert.Null(SpokenDuration.Parse(words));

    [Fact]
    public void Match_HoursMinutesSeconds_AddUp()
    {
        var matcher = new TextMatcher(Graph.Value);
        var random = new Random(5);

        for (var i = 0; i < 300; i++)
        {
            var (hours, minutes, seconds) = (random.Next(1, 24), random.Next(1, 60), random.Next(1, 60));
            var text = $"for {hours} hours {minutes} minutes and {seconds} seconds";
            var expected = (hours * 3_600) + (minutes * 60) + seconds;
            text = text.Replace(" 1 hours", " 1 hour", StringComparison.Ordinal)
                .Replace(" 1 minutes", " 1 minute", StringComparison.Ordinal).Replace(" 1 seconds", " 1 second", StringComparison.Ordinal);
            Assert.Equal($"Do x={expected}", ContextTestKit.Show(matcher.Match(text).Value!.Best));
        }
    }

    [Fact]
    public void Build_AnyPathOfTheGrammar_IsAPositiveDuration()
    {
        var sampler = new ContextSampler(Graph.Value, 3);

        for (var i = 0; i < 4_000; i++)
        {
            Assert.True(sampler.Next().Meaning.Slots["x"].Number > 0);
        }
    }
}
