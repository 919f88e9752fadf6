using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

public sealed class PhoneGraphTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Compile_RandomContext_KeepsEverySayingAndAddsNone(int seed)
    {
        var (graph, pronouncer) = RandomContext.Of(seed, withWildcards: seed % 5 == 0);
        var expected = Language.Of(graph, pronouncer).Select(saying => Language.Text(saying, graph)).Distinct().Order().ToList();

        var compiled = PhoneGraph.Compile(graph, pronouncer).Value!;

        Assert.Equal(expected, Language.Of(compiled).Distinct().Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    public void Compile_MergeBudgetSpent_KeepsTheLanguage(int budget)
    {
        foreach (var seed in Enumerable.Range(100, 30))
        {
            var (graph, pronouncer) = RandomContext.Of(seed);
            var expected = Language.Of(graph, pronouncer).Select(saying => Language.Text(saying, graph)).Distinct().Order().ToList();

            var compiled = PhoneGraphCompiler.Compile(graph, pronouncer, new PhoneGraphOptions(), budget).Value!;

            Assert.Equal(expected, Language.Of(compiled).Distinct().Order());
        }
    }

    [Fact]
    public void Compile_SameBeginnings_AreWalkedOnce()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("car K AA R", "card K AA R D", "cart K AA R T"));
        var graph = Sentences.Graph(("Pick", Part.List("thing", "car", "card", "cart")));

        var compiled = PhoneGraph.Compile(graph, pronouncer).Value!;

        Assert.Single(compiled.Tables.ArcsFrom(0).ToArray());
        Assert.Equal(6, compiled.Size.Arcs); // K, AA, R with and without the word behind it, D, T
    }

    [Fact]
    public void Compile_ListUsedByTwoIntents_IsStoredOnce()
    {
        var names = Enumerable.Range(0, 26 * 26).Select(i => $"{(char)('a' + i / 26)}{(char)('a' + i % 26)}q").ToArray();
        var pronouncer = new Pronouncer(TestLexicon.Of("call K AO L", "message M EH S IH JH"));
        Part list = Part.List("contact", names);
        var one = PhoneGraph.Compile(Sentences.Graph(("Call", new Part.Sequence(Part.Say("call"), list))), pronouncer).Value!;

        var both = PhoneGraph.Compile(
            Sentences.Graph(
                ("Call", new Part.Sequence(Part.Say("call"), list)),
                ("Message", new Part.Sequence(Part.Say("message"), list))),
            pronouncer).Value!;

        Assert.InRange(both.Size.Arcs - one.Size.Arcs, 1, 10);
        Assert.True(both.Size.UnsharedStates > 1.9 * one.Size.UnsharedStates);
    }

    [Fact]
    public void Compile_OptionalPrefix_MayStandInFrontAndSaysNothing()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW", "view V Y UW", "glass G L AE S"));
        var graph = Sentences.Graph(("Go", Part.Say("go")));

        var compiled = PhoneGraph.Compile(graph, pronouncer, new PhoneGraphOptions { OptionalPrefixes = ["view glass"] }).Value!;

        var phones = Language.Of(compiled).Select(text => text.Split(" | ")[0]).Order();
        Assert.Equal(new[] { PhonesOf("G OW"), PhonesOf("V Y UW G L AE S G OW") }.Order(), phones);
    }

    [Fact]
    public void Compile_CutPrefix_MayBeginAnywhere()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW", "hi HH AY"));
        var graph = Sentences.Graph(("Go", Part.Say("go")));

        var compiled = PhoneGraph.Compile(
            graph, pronouncer, new PhoneGraphOptions { OptionalPrefixes = ["hi"], AcceptsCutPrefixes = true }).Value!;

        var phones = Language.Of(compiled).Select(text => text.Split(" | ")[0]).Order();
        Assert.Equal(new[] { PhonesOf("G OW"), PhonesOf("HH AY G OW"), PhonesOf("AY G OW") }.Order(), phones);
    }

    [Fact]
    public void Compile_OverTheLimit_Fails()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW"));
        var names = Enumerable.Range(0, 26 * 26).Select(i => $"{(char)('a' + i / 26)}{(char)('a' + i % 26)}q");

        var outcome = PhoneGraph.Compile(
            Sentences.Graph(("Go", Part.List("name", names))), pronouncer, new PhoneGraphOptions { MaxStates = 100 });

        Assert.Equal("context-graph-too-large", outcome.Failure!.Code);
    }

    [Fact]
    public void Compile_NothingToSay_Fails()
    {
        var outcome = PhoneGraph.Compile(Sentences.Graph(("Go", Part.List("name"))), new Pronouncer(TestLexicon.Of("go G OW")));

        Assert.Equal("context-empty", outcome.Failure!.Code);
    }

    [Fact]
    public void Compile_WordWithoutLetters_Fails()
    {
        var outcome = PhoneGraph.Compile(Sentences.Graph(("Go", Part.Say("+++"))), new Pronouncer(TestLexicon.Of("go G OW")));

        Assert.Equal("context-word-unpronounceable", outcome.Failure!.Code);
        Assert.Contains("+++", outcome.Failure.Message);
    }

    private static string PhonesOf(string symbols) => string.Join(' ', TestLexicon.Phones(symbols));
}
