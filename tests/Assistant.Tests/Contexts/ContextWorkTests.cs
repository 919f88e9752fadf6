using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Contexts.Text;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>How much work a context may make, counted in parts, arcs and ways, never in time.</summary>
public sealed class ContextWorkTests
{
    private const int MostStepsPerWord = 40;

    [Theory]
    [InlineData(400)]
    [InlineData(1_600)]
    [InlineData(6_400)]
    public void Compile_OptionalWordsInARow_GrowsWithTheirNumber(int words)
    {
        var options = new ContextCompilerOptions { MaxWork = words * MostStepsPerWord };

        Assert.True(ContextTestKit.Compile(Optional(words), options: options).ArcCount < words * 10);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(50_000)]
    public void Compile_Alternatives_GrowsWithTheirNumber(int words)
    {
        var options = new ContextCompilerOptions { MaxWork = words * MostStepsPerWord };

        Assert.Equal(words + 1, ContextTestKit.Compile(Alternatives(words), options: options).ArcCount);
    }

    [Fact]
    public void Compile_TwoHundredThousandWords_AreRefusedByName() =>
        Assert.Equal("context-too-many-words", ContextTestKit.Refuse(Alternatives(200_000)).Code);

    [Fact]
    public void Compile_TheGlassesOwn_TakesATenthOfWhatIsAllowed()
    {
        var definition = ContextFile.Load(ContextTestKit.GlassesFile).Value!;
        var options = new ContextCompilerOptions { MaxWork = new ContextCompilerOptions().MaxWork / 10 };

        Assert.Null(ContextCompiler.Compile(definition, DynamicLists.None, options).Failure);
    }

    [Fact]
    public void Compile_ConditionOverARowOfLists_GrowsWithIt()
    {
        var entries = "{values: [{in: a, context: {domain: light}}]}";
        var sentence = string.Join(' ', Enumerable.Range(0, 512).Select(i => $"{{x:s{i}}}"));
        var yaml = ContextTestKit.OneList(sentence, entries)
            .Replace("- sentences", "- requires_context: {domain: light}\n        sentences", StringComparison.Ordinal);

        Assert.NotNull(ContextTestKit.Compile(yaml, options: new ContextCompilerOptions { MaxWork = 1_000_000 }));
    }

    [Fact]
    public void Compile_ConditionOverRulesThatDouble_IsRefused()
    {
        var rules = string.Concat(Enumerable.Range(1, 60).Select(i => $"  r{i}: <r{i - 1}> go <r{i - 1}>\n"));
        var yaml = ContextTestKit.OneList("<r60>", "{values: [{in: a, context: {domain: light}}]}")
            .Replace("- sentences", "- requires_context: {domain: light}\n        sentences", StringComparison.Ordinal);

        Assert.Equal("context-too-large", ContextTestKit.Refuse(yaml + "\nexpansion_rules:\n  r0: '{x}'\n" + rules).Code);
    }

    [Fact]
    public void Compile_ConditionOverALongChainOfRules_IsRefused()
    {
        var rules = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"  r{i}: go <r{i - 1}>\n"));
        var yaml = ContextTestKit.OneList("<r20000>", "{values: [{in: a, context: {domain: light}}]}")
            .Replace("- sentences", "- requires_context: {domain: light}\n        sentences", StringComparison.Ordinal);

        Assert.Equal("context-too-deep", ContextTestKit.Refuse(yaml + "\nexpansion_rules:\n  r0: '{x}'\n" + rules).Code);
    }

    [Fact]
    public void Compile_EndlessWord_IsRefused() =>
        Assert.Equal(
            "context-word-too-long", ContextTestKit.Refuse(ContextTestKit.OneSentence(new string('a', 100_000) + "[b][c][d]")).Code);

    [Fact]
    public void Compile_TheSameRangeAgainAndAgain_IsBounded()
    {
        var sentence = string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"{{x:s{i}}} w"));

        Assert.Equal(
            "context-too-large", ContextTestKit.Refuse(ContextTestKit.OneList(sentence, "{range: {from: 0, to: 9999999, step: 3}}")).Code);
    }

    [Fact]
    public void CompilePhones_OptionalWordsInARow_AreHeardUpToTheLimitOfWork()
    {
        var pronouncer = new Pronouncer(
            Lexicon.Open(Path.Combine(Path.GetDirectoryName(ContextTestKit.GlassesFile)!, "..", "lexicon.txt")).Value!);

        Assert.Null(PhoneGraph.Compile(ContextTestKit.Compile(Optional(400)), pronouncer).Failure);
        Assert.Equal("context-graph-too-large", PhoneGraph.Compile(ContextTestKit.Compile(Optional(6_400)), pronouncer).Failure?.Code);
    }

    private static string Optional(int words) =>
        ContextTestKit.OneSentence(string.Join(' ', Enumerable.Range(0, words).Select(i => $"[w{Letters(i)}]")));

    private static string Alternatives(int words) =>
        ContextTestKit.OneSentence($"({string.Join('|', Enumerable.Range(0, words).Select(i => $"w{Letters(i)}"))})");

    private static string Letters(int number)
    {
        var letters = "";
        do
        {
            letters += $"{"bcdfghjklmnpqrstvwxz"[number % 20]}a";
            number /= 20;
        }
        while (number > 0);
        return letters;
    }
}
