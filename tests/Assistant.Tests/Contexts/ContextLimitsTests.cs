using System.Numerics;
using System.Text;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Text;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Assistant.Tests.Contexts;

public sealed class ContextLimitsTests
{
    [Fact]
    public void Compile_MillionDifferentWords_IsRefused()
    {
        var words = string.Join('|', Enumerable.Range(0, 1_000_000).Select(i => $"w{(char)('a' + (i % 26))}{Letters(i)}"));

        Assert.Equal("context-too-large", ContextTestKit.Refuse(ContextTestKit.OneSentence($"({words})")).Code);
    }

    [Fact]
    public void Compile_MillionOfMillionsOfSentences_StaysSmall()
    {
        var thousand = string.Join('|', Enumerable.Range(0, 1_000).Select(i => $"w{Letters(i)}"));
        var yaml = ContextTestKit.OneSentence("<w> <w> <w> [<w>]") + $"expansion_rules:\n  w: ({thousand})\n";

        var statistics = ContextStatistics.Count(ContextTestKit.Compile(yaml));

        Assert.Equal(BigInteger.Pow(1_000, 4) + BigInteger.Pow(1_000, 3), statistics.Sentences);
        Assert.True(statistics is { Nodes: < 10, Arcs: < 5_000 }, statistics.ToString());
    }

    [Fact]
    public void Compile_FiveThousandContacts_ShareWhatFollows()
    {
        var contacts = Enumerable.Range(0, 5_000).Select(i => $"{Letters(i)} {Letters(i * 7)}");

        var graph = ContextTestKit.CompileGlasses(DynamicLists.None.With("contact", contacts));

        Assert.True(graph.NodeCount < 70_000, $"{graph.NodeCount} nodes");
        Assert.Equal($"Call contact={Letters(4_999)} {Letters(4_999 * 7)}", graph.Say($"call {Letters(4_999)} {Letters(4_999 * 7)}"));
    }

    [Fact]
    public void Compile_RulesThatDouble_AreRefusedInTime()
    {
        var rules = string.Concat(Enumerable.Range(1, 60).Select(i => $"  r{i}: <r{i - 1}> x{Letters(i)} <r{i - 1}>\n"));

        Assert.Equal(
            "context-too-large", ContextTestKit.Refuse(ContextTestKit.OneSentence("<r60>") + "expansion_rules:\n  r0: a\n" + rules).Code);
    }

    [Fact]
    public void Compile_LongChainOfRules_IsRefused()
    {
        var rules = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"  r{i}: go <r{i - 1}>\n"));

        Assert.Equal(
            "context-too-deep", ContextTestKit.Refuse(ContextTestKit.OneSentence("<r20000>") + "expansion_rules:\n  r0: a\n" + rules).Code);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('(', ')')]
    public void Compile_DeepBrackets_AreRefused(char open, char close)
    {
        var template = new string(open, 100_000) + "a" + new string(close, 100_000);

        Assert.Equal("template-too-deep", ContextTestKit.Refuse(ContextTestKit.OneSentence(template)).Code);
    }

    [Fact]
    public void Compile_WordOfManyOptionalParts_IsRefused()
    {
        var template = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"[{(char)('a' + (i % 26))}]"));

        Assert.Contains(
            ContextTestKit.Refuse(ContextTestKit.OneSentence(template)).Code,
            (string[])["context-word-too-long", "context-too-large", "context-too-many-words"]);
    }

    [Fact]
    public void Match_MegabyteOfText_IsRefused()
    {
        var text = new StringBuilder().Insert(0, "take a photo ", 80_000).ToString();

        Assert.Equal("text-too-long", new TextMatcher(ContextTestKit.CompileGlasses()).Match(text).Failure?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ...?!  ")]
    [InlineData("'")]
    public void Match_NoWords_IsRefused(string text) =>
        Assert.Equal("text-empty", new TextMatcher(ContextTestKit.CompileGlasses()).Match(text).Failure?.Code);

    [Fact]
    public void Match_AnyCharacters_NeverThrow()
    {
        var matcher = new TextMatcher(ContextTestKit.CompileGlasses());
        var random = new Random(4);
        const string Start = "remind me to ";

        for (var i = 0; i < 2_000; i++)
        {
            var text = new string(Enumerable.Range(0, random.Next(60))
                .Select(_ => (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(32, 127))).ToArray());
            Assert.True(matcher.Match(Start + text).TryGet(out _, out var failure) || failure.Code.Length > 0);
        }
    }

    [Fact]
    public void Match_ManyWildcards_StaysBounded()
    {
        var sentence = string.Join(' ', Enumerable.Range(0, 30).Select(i => $"{{x:s{i}}} [go]"));
        var graph = ContextTestKit.Compile(ContextTestKit.OneList(sentence, "{wildcard: true}"));
        var text = new StringBuilder().Insert(0, "go on ", 1_300).ToString();

        Assert.NotNull(new TextMatcher(graph).Match(text).Value?.Best);
    }

    private static string Letters(int number)
    {
        var letters = new StringBuilder();
        for (; number > 0 || letters.Length == 0; number /= 20)
        {
            letters.Append("bcdfghjklmnpqrstvwxz"[number % 20]).Append('a');
        }

        return letters.ToString();
    }
}
