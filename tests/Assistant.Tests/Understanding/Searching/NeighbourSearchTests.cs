using System.Text.RegularExpressions;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace Assistant.Tests.Understanding.Searching;

public sealed class NeighbourSearchTests
{
    private const float NoBeam = 1e9f;

    private static readonly DecodingOptions Options = new() { SlotCost = 0.5f };
    private static readonly Pronouncer Words = new(TestLexicon.Of(
        "big B IH G", "small S M AO L", "red R EH D", "bread B R EH D", "green G R IY N", "tea T IY", "key K IY", "pea P IY",
        "with W IH TH"));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_NoBeamAnyChanges_AgreesWithExactViterbi(int seed)
    {
        var (graph, pronouncer) = RandomContext.Of(seed, withWildcards: seed % 4 == 0);
        var logits = Logits.Random(seed, frames: 8 + seed % 20);
        var expected = Logits.BestOfEachMeaning(graph, pronouncer, logits, Options);

        var found = Read(PhoneGraph.Compile(graph, pronouncer).Value!, logits, int.MaxValue);

        Assert.Equal(Math.Min(expected.Count, NeighbourSearch.Most), found.Count);
        for (var i = 0; i < found.Count; i++)
        {
            Assert.Equal(expected[i].Score, found[i].Score, 2);
            var meaning = Logits.MeaningOf(found[i].Reading);
            Assert.Equal(expected[i].Score, expected.Single(one => one.Meaning == meaning).Score, 2); // homophones tie
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_OneChange_IsEveryReadingOneSlotAway(int seed)
    {
        var graph = Sentences.Graph(
            ("Order", new Part.Sequence(
                Part.List("size", "big", "small"),
                Part.Maybe(Part.List("colour", "red", "green", "bread")),
                Part.List("what", "tea", "key"),
                Part.Maybe(new Part.Sequence(Part.Say("with"), Part.List("more", "pea", "bread"))))));
        var logits = Logits.Random(seed, frames: 30);
        var compiled = PhoneGraph.Compile(graph, Words).Value!;
        var all = Logits.BestOfEachMeaning(graph, Words, logits, Options);
        var best = Decode(compiled, logits).Best!;

        var found = Read(compiled, logits, mostChanges: 1).Select(one => Logits.MeaningOf(one.Reading)).ToList();

        Assert.Equal(Logits.MeaningOf(best), found[0]);
        Assert.Equal(all.Select(one => one.Meaning).Where(meaning => IsNear(meaning!, found[0]!)), found);
        Assert.Equal(1 + 1 + 3 + 1 + 2, found.Count); // itself; size, colour, what, more
    }

    [Fact]
    public void Read_UsualBeam_HasTheRunnerUpAndDropsWhatIsFar()
    {
        var order = new Part.Sequence(Part.List("size", "big", "small"), Part.List("what", "tea", "key", "pea"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Order", order)), Words).Value!;
        var logits = SureFrames.Of("- B IH G - T IY - - -");
        logits[5][Phones.IdOf("K")] = logits[5].Max() - 1;
        var search = new NeighbourSearch(Options);
        var decoded = Decode(graph, logits);

        var found = search.Read(graph, logits.SelectMany(frame => frame).ToArray(), decoded.Path);

        Assert.Equal(Logits.MeaningOf(decoded.Best), Logits.MeaningOf(found[0].Reading));
        Assert.Equal(Logits.MeaningOf(decoded.RunnerUp), Logits.MeaningOf(found[1].Reading));
        Assert.Equal("key", found[1].Reading.Slots["what"].Text);
        Assert.DoesNotContain(found, one => one.Reading.Slots["size"].Text == "small");
        Assert.Equal(0, search.LeftOut);
    }

    [Fact]
    public void Read_MorePathsThanThereIsRoomFor_SaysThatSomeAreLeftOut()
    {
        const int Frames = 6; // fewer than the phones of a name: nothing comes to its end, where all would stand in one state
        var random = new Random(1);
        var names = Enumerable.Range(0, 12_000).Select(Name).ToArray();
        var lexicon = TestLexicon.Of([.. names.Select(name => $"{name} {string.Join(' ', Enumerable.Range(0, 8).Select(_ => Phone()))}")]);
        var graph = PhoneGraph.Compile(Sentences.Graph(("Call", Part.List("who", names))), new Pronouncer(lexicon)).Value!;
        var search = new NeighbourSearch(Options, NoBeam);

        search.Read(graph, Logits.Random(1, Frames).SelectMany(frame => frame).ToArray(), Decode(graph, Logits.Random(1, 10)).Path);

        Assert.True(search.LeftOut > 0, $"there was room for {graph.Tables.StateCount} states");

        static string Name(int i) => new([.. new[] { 17_576, 676, 26, 1 }.Select(place => (char)('a' + (i / place % 26)))]); // base 26
        string Phone() => Phones.SymbolOf((byte)random.Next(1, Phones.Count));
    }

    // Pairs of one slot in both but with another value, or in one of them alone.
    private static bool IsNear(string one, string other)
    {
        var (left, right) = (SlotsOf(one), SlotsOf(other));
        return left.Except(right).Concat(right.Except(left)).Select(slot => slot.Split('=')[0]).Distinct().Count() <= 1;
    }

    // "Order size=… colour=…"; a value's own text may hold spaces, but no name before a "=" without one.
    private static HashSet<string> SlotsOf(string meaning) =>
        [.. Regex.Split(meaning, " (?=[a-z]+=)").Skip(1)];

    private static IReadOnlyList<Neighbour> Read(PhoneGraph graph, float[][] logits, int mostChanges)
    {
        var path = Decode(graph, logits).Path;
        return new NeighbourSearch(Options, NoBeam, mostChanges).Read(graph, logits.SelectMany(frame => frame).ToArray(), path);
    }

    private static DecodedSentence Decode(PhoneGraph graph, float[][] logits)
    {
        var decoder = new BeamDecoder(Options with { Beam = NoBeam, MaxActive = 1_000_000 });
        decoder.Begin(graph);
        foreach (var frame in logits) decoder.Advance(frame);
        return decoder.Finish();
    }
}
