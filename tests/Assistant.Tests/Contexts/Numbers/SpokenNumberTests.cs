using System.Globalization;
using EdgeRuntime.Assistant.Contexts.Numbers;
using EdgeRuntime.Assistant.Tests.Contexts;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace Assistant.Tests.Contexts.Numbers;

public sealed class SpokenNumberTests
{
    [Theory]
    [InlineData("zero", 0)]
    [InlineData("fifty five", 55)]
    [InlineData("a hundred", 100)]
    [InlineData("hundred percent", 100)]
    [InlineData("one hundred and five", 105)]
    [InlineData("one oh five", 105)]
    [InlineData("one two three", 123)]
    [InlineData("two thousand and twenty six", 2026)]
    [InlineData("nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine", 999_999_999)]
    [InlineData("minus twenty", -20)]
    [InlineData("two point five", 2.5)]
    [InlineData("three and a half", 3.5)]
    [InlineData("half", 0.5)]
    public void Parse_NumberWords_GivesTheirValue(string words, double value) => Assert.Equal(value, SpokenNumber.Parse(words)!.Value, 9);

    [Theory]
    [InlineData("")]
    [InlineData("percent")]
    [InlineData("and")]
    [InlineData("five six teen")]
    [InlineData("twenty thirty")]
    [InlineData("point")]
    [InlineData("one point")]
    [InlineData("minus")]
    [InlineData("lamp")]
    public void Parse_OtherWords_GivesNothing(string words) => Assert.Null(SpokenNumber.Parse(words));

    [Fact]
    public void Parse_EverythingThatIsSaid_GivesTheNumberBack()
    {
        for (long number = -1_000; number < 999_999_999; number += number < 3_000 ? 1 : 7_654_321)
        {
            Assert.Equal(number, SpokenNumber.Parse(SpokenNumber.Say(number)));
        }
    }

    [Theory]
    [InlineData(0, 100, 1)]
    [InlineData(5, 95, 5)]
    [InlineData(-20, 40, 3)]
    [InlineData(-50, -7, 1)]
    [InlineData(990, 1_110, 1)]
    [InlineData(7, 1_200, 11)]
    [InlineData(100, 100, 1)]
    public void Match_Range_TakesItsMembersAndNothingElse(int from, int to, int step)
    {
        var graph = ContextTestKit.Compile(ContextTestKit.OneList("go {x}", $"{{range: {{from: {from}, to: {to}, step: {step}}}}}"));
        var matcher = new TextMatcher(graph);

        for (var number = -60; number <= 1_300; number++)
        {
            var isMember = number >= from && number <= to && (number - from) % step == 0;
            var expected = isMember ? $"Do x={number}" : "-";
            Assert.Equal(expected, ContextTestKit.Show(matcher.Match($"go {number}").Value!.Best));
            Assert.Equal(expected, ContextTestKit.Show(matcher.Match($"go {SpokenNumber.Say(number)}").Value!.Best));
        }
    }

    [Theory]
    [InlineData(123_456, 7_890_123, 1)]
    [InlineData(999_000, 2_001_001, 7)]
    [InlineData(1_500, 1_000_000_00, 1)]
    public void Match_WideRange_TakesItsMembersAndNothingElse(long from, long to, long step)
    {
        var graph = ContextTestKit.Compile(ContextTestKit.OneList("go {x}", $"{{range: {{from: {from}, to: {to}, step: {step}}}}}"));
        var matcher = new TextMatcher(graph);
        var random = new Random(11);

        long[] edges = [from - 1, from, from + 1, from + step, to - 1, to, to + 1, 1_000_000, 999_999, 1_000, 2_000_000];
        foreach (var number in edges.Concat(Enumerable.Range(0, 300).Select(_ => random.NextInt64(0, to + (to / 10)))))
        {
            var isMember = number >= from && number <= to && (number - from) % step == 0;
            var expected = isMember ? $"Do x={number.ToString(CultureInfo.InvariantCulture)}" : "-";
            Assert.Equal(expected, ContextTestKit.Show(matcher.Match($"go {number}").Value!.Best));
        }

        Assert.True(graph.NodeCount < 30_000, $"{graph.NodeCount} nodes");
    }

    [Theory]
    [InlineData("{range: {from: 0, to: 100, type: percentage}}", "go 50 percent", "Do x=50")]
    [InlineData("{range: {from: 0, to: 100, type: percentage}}", "go 50%", "Do x=50")]
    [InlineData("{range: {type: percentage}}", "go fifty per cent", "Do x=50")]
    [InlineData("{range: {from: 0, to: 100}}", "go 50%", "-")]
    [InlineData("{range: {from: 0, to: 100, multiplier: 2.55}}", "go 100", "Do x=255")]
    [InlineData("{range: {from: 0, to: 100, multiplier: 0.1}}", "go 7", "Do x=0.7")]
    [InlineData("{range: {from: 15, to: 25, fraction_type: halves}}", "go 20.5", "Do x=20.5")]
    [InlineData("{range: {from: 15, to: 25, fraction_type: halves}}", "go twenty and a half", "Do x=20.5")]
    [InlineData("{range: {from: 15, to: 25, fraction_type: halves}}", "go 25.5", "-")]
    [InlineData("{range: {from: 15, to: 25, fraction_type: halves}}", "go 20.3", "-")]
    [InlineData("{range: {from: 15, to: 25, fraction_type: tenths}}", "go 20.3", "Do x=20.3")]
    [InlineData("{type: number}", "go 1,234", "Do x=1234")]
    [InlineData("{type: number}", "go 2.5", "Do x=2.5")]
    [InlineData("{type: number}", "go 0", "Do x=0")]
    [InlineData("{type: number, from: -5, to: 5}", "go -3", "Do x=-3")]
    [InlineData("{type: percentage}", "go 7 percent", "Do x=7")]
    public void Match_NumberList_ReadsWhatIsWritten(string list, string text, string meaning) =>
        Assert.Equal(meaning, ContextTestKit.Compile(ContextTestKit.OneList("go {x}", list)).Say(text));
}
