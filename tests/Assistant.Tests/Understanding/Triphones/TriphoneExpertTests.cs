using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;
using EdgeRuntime.Assistant.Understanding.Triphones;

namespace Assistant.Tests.Understanding.Triphones;

public sealed class TriphoneExpertTests
{
    private static readonly DecodingOptions Options = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Score_EveryReading_AgreesWithExactHmm(int seed)
    {
        var (words, pronouncer) = RandomContext.Of(seed);
        var graph = PhoneGraph.Compile(words, pronouncer).Value!;
        var tables = TestTables.Of(seed % 4);
        var (expert, heard) = Heard(tables, seed, frames: 20 + seed);
        var readings = AllReadings(graph, seed);

        var scores = expert.Score(graph, readings);

        var expected = BestByWords(words, pronouncer, tables, heard);
        for (var i = 0; i < scores.Length; i++) AssertSame(expected[WordsOf(graph, readings[i].Path)], scores[i]);
        Assert.Contains(scores, double.IsFinite);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_PhonesWithoutContext_IsTheBestOfAllSentences(int seed)
    {
        var (words, pronouncer) = RandomContext.Of(seed);
        var graph = PhoneGraph.Compile(words, pronouncer).Value!;
        var tables = TestTables.Of(seed % 4, hasContexts: false);
        var (expert, heard) = Heard(tables, seed, frames: 20 + seed);
        var expected = BestByWords(words, pronouncer, tables, heard);

        var found = expert.Read(graph);

        Assert.NotNull(found);
        AssertSame(expected.Values.Max(), expected[WordsOf(graph, found)]);
    }

    [Fact]
    public void Read_TooShortForAnySentence_IsNull()
    {
        var (words, pronouncer) = RandomContext.Of(1);
        var (expert, _) = Heard(TestTables.Of(1), 1, frames: 2);

        Assert.Null(expert.Read(PhoneGraph.Compile(words, pronouncer).Value!));
    }

    [Fact]
    public void Score_WildcardInAReading_IsNotHeard()
    {
        var (words, pronouncer) = RandomContext.Of(8, withWildcards: true);
        var graph = PhoneGraph.Compile(words, pronouncer).Value!;
        var (expert, _) = Heard(TestTables.Of(8), 8, frames: 40);
        var readings = AllReadings(graph, 8);

        var scores = expert.Score(graph, readings);

        Assert.Contains(readings, reading => reading.Reading.NeedsDictation);
        foreach (var (reading, score) in readings.Zip(scores))
        {
            if (reading.Reading.NeedsDictation) Assert.Equal(double.NegativeInfinity, score);
        }
    }

    [Fact]
    public void Score_NoFrames_NothingIsHeard()
    {
        var (words, pronouncer) = RandomContext.Of(3);
        var graph = PhoneGraph.Compile(words, pronouncer).Value!;
        var (expert, _) = Heard(TestTables.Of(3), 3, frames: 0);
        var readings = AllReadings(graph, 3);

        var scores = expert.Score(graph, readings);

        Assert.All(scores, score => Assert.Equal(double.NegativeInfinity, score));
    }

    private static (TriphoneExpert Expert, SenoneScores Heard) Heard(TriphoneTables tables, int seed, int frames)
    {
        var (expert, heard) = (new TriphoneExpert(new RandomGaussians(seed), tables), new SenoneScores(new RandomGaussians(seed), tables));
        var logMel = new float[frames * 80];
        expert.Hear(logMel);
        heard.Hear(logMel);
        return (expert, heard);
    }

    private static IReadOnlyList<Neighbour> AllReadings(PhoneGraph graph, int seed)
    {
        var logits = Logits.Random(seed, frames: 40).SelectMany(frame => frame).ToArray();
        var decoder = new BeamDecoder(Options);
        decoder.Begin(graph);
        for (var at = 0; at < logits.Length; at += Phones.Count) decoder.Advance(logits.AsSpan(at, Phones.Count));
        return new NeighbourSearch(Options, beam: 1e9f, mostChanges: int.MaxValue).Read(graph, logits, decoder.Finish().Path);
    }

    private static Dictionary<string, double> BestByWords(
        WordGraph words, Pronouncer pronouncer, TriphoneTables tables, SenoneScores heard) =>
        Language.Of(words, pronouncer)
            .GroupBy(saying => Text(words, saying.Path.Select(step => step.Action >= 0 ? StepCode.Action(step.Action) : step.Word)))
            .ToDictionary(group => group.Key, group => group.Max(saying => ExactHmm.Score(saying, tables, heard)));

    private static string WordsOf(PhoneGraph graph, int[] path) =>
        Text(graph.Words, path.SelectMany(output => graph.Tables.Outputs.StepsOf(output).ToArray()));

    private static string Text(WordGraph words, IEnumerable<int> steps) => string.Join(' ', steps.Where(step =>
        !StepCode.IsAction(step) || words.Actions[StepCode.ActionOf(step)].Kind != GraphActionKind.IntentEnd));

    private static void AssertSame(double expected, double actual)
    {
        if (double.IsInfinity(expected)) Assert.Equal(expected, actual);
        else Assert.Equal(expected, actual, 0.05);
    }
}
