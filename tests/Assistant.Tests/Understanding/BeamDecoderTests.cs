using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;
using TestKit;

namespace Assistant.Tests.Understanding;

public sealed class BeamDecoderTests
{
    private static readonly DecodingOptions Exact = new() { Beam = 1e9f, MaxActive = 1_000_000 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Finish_NoBeam_AgreesWithExactViterbi(int seed)
    {
        var (graph, pronouncer) = RandomContext.Of(seed, withWildcards: seed % 4 == 0);
        var logits = Logits.Random(seed, frames: 8 + seed % 20);
        var options = Exact with { SlotCost = seed % 3 * 0.5f };
        var expected = Logits.BestOfEachMeaning(graph, pronouncer, logits, options);

        var sentence = Decode(PhoneGraph.Compile(graph, pronouncer).Value!, logits, options);

        if (expected.Count == 0)
        {
            Assert.Null(sentence.Best);
            return;
        }

        var (_, best, score) = expected[0];
        Assert.Contains(Logits.MeaningOf(sentence.Best), MeaningsAt(score)); // homophones of different meaning tie
        Assert.Equal((best.Score - best.Wildcard) / Math.Max(1, best.Spoken), sentence.Evidence.PathScore, 3);
        Assert.Equal(best.Spoken, sentence.Evidence.SpokenFrames);
        Assert.Equal(best.WorstWord, sentence.Evidence.WorstWord, 3);
        Assert.Equal(best.WorstGap, sentence.Evidence.WorstGap, 3);
        Assert.Equal(expected.Count > 1, sentence.RunnerUp is not null);
        if (expected.Count == 1)
            return;
        Assert.Contains(Logits.MeaningOf(sentence.RunnerUp), MeaningsAt(expected[1].Score));
        Assert.NotEqual(Logits.MeaningOf(sentence.Best), Logits.MeaningOf(sentence.RunnerUp));
        Assert.Equal((score - expected[1].Score) / Math.Max(1, best.Spoken), sentence.Evidence.Margin, 3);

        IEnumerable<string?> MeaningsAt(double score) =>
            expected.Where(one => Math.Abs(one.Score - score) < 1e-4).Select(one => one.Meaning);
    }

    [Theory]
    [InlineData(0, "three two")]
    [InlineData(0.9, "two")]
    public void Finish_BreathBeforeADigit_CostsASlotAsMuchAsItsChoice(float slotCost, string values)
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("two T UW", "three TH"));
        var digits = new Part.Sequence(Part.Maybe(Part.List("d1", "two", "three")), Part.List("d2", "two", "three"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Dial", digits)), pronouncer).Value!;
        var logits = SureFrames.Of("- TH - T UW -");
        logits[1][0] = logits[1].Max() - 1; // nearly silence

        var sentence = Decode(graph, logits, new DecodingOptions { SlotCost = slotCost, BlankPenalty = 0 });

        Assert.Equal(values, string.Join(' ', sentence.Best!.Slots.OrderBy(slot => slot.Key).Select(slot => slot.Value.Text)));
        Assert.InRange(sentence.Evidence.PathScore, -0.6, 0); // what a slot costs is not what was heard
    }

    [Fact]
    public void Finish_UsualBeam_SeldomLosesTheBestReading()
    {
        var lost = 0;
        for (var seed = 1000; seed < 1100; seed++)
        {
            var (graph, pronouncer) = RandomContext.Of(seed);
            var compiled = PhoneGraph.Compile(graph, pronouncer).Value!;
            var logits = Logits.Random(seed, frames: 20);

            var (pruned, whole) = (Decode(compiled, logits, new DecodingOptions()), Decode(compiled, logits, Exact));
            lost += Logits.MeaningOf(pruned.Best) == Logits.MeaningOf(whole.Best) ? 0 : 1;
        }

        Assert.InRange(lost, 0, 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Advance_FewActiveStates_StaysWithinTheLimit(int limit)
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("red R EH D", "green G R IY N", "blue B L UW", "brown B R AW N", "black B L AE K"));
        var graph = Sentences.Graph(("Paint", Part.List("color", "red", "green", "blue", "brown", "black", "red green", "blue black")));
        var decoder = new BeamDecoder(Exact with { MaxActive = limit });
        decoder.Begin(PhoneGraph.Compile(graph, pronouncer).Value!);

        foreach (var frame in Logits.Random(7, frames: 40))
        {
            decoder.Advance(frame);

            Assert.InRange(decoder.ActiveStates, 1, limit);
        }
    }

    [Fact]
    public void Finish_WrongWordInARightSentence_ShowsInTheWorstWord()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW", "on AA N", "now N AW"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Go", Part.Say("go on now"))), pronouncer).Value!;

        var right = Decode(graph, SureFrames.Of("- G G OW OW - AA AA N N - N N AW AW -"), new DecodingOptions()).Evidence;
        var wrong = Decode(graph, SureFrames.Of("- G G OW OW - IY IY K K - N N AW AW -"), new DecodingOptions()).Evidence;

        Assert.Equal(0, right.WorstWord, 2);
        Assert.True(wrong.WorstWord < 2 * wrong.PathScore && wrong.WorstWord < -3, $"{wrong}");
    }

    [Fact]
    public void Finish_SpeechAfterTheSentence_ShowsInTheWorstGap()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Go", Part.Say("go"))), pronouncer).Value!;

        var alone = Decode(graph, SureFrames.Of("- G OW - - - - -"), new DecodingOptions()).Evidence;
        var followed = Decode(graph, SureFrames.Of("- G OW - IY K IY -"), new DecodingOptions()).Evidence;

        Assert.Equal(0, alone.WorstGap, 2);
        Assert.True(followed.WorstGap < -8, $"{followed}");
        Assert.Equal(followed.WorstGap, followed.Gaps, 1);
        Assert.Equal((2, 5, 2, 6), (alone.FreePhones, followed.FreePhones, alone.FreeSpan, followed.FreeSpan));
    }

    [Fact]
    public void Finish_OneSoundMissing_ShowsInTheWorstPhone()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("print P R IH N T"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Print", Part.Say("print"))), pronouncer).Value!;

        var whole = Decode(graph, SureFrames.Of("- P R IH N T -"), new DecodingOptions()).Evidence;
        var wrong = Decode(graph, SureFrames.Of("- P R IY N T -"), new DecodingOptions()).Evidence;

        Assert.Equal((0, 5), (whole.BadPhones, whole.Phones));
        Assert.Equal(0, whole.WorstPhone, 1);
        Assert.Equal(1, wrong.BadPhones);
        Assert.True(wrong.WorstPhone < -5, $"{wrong}");
    }

    [Fact]
    public void Finish_WithBackground_WeighsAgainstOtherWords()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW", "now N AW"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Go", Part.Say("go now"))), pronouncer).Value!;
        var background = TestBackground.Of(3, ("G OW", 2), ("N OW", 2), ("N AW", 5));

        var said = Decode(graph, SureFrames.Of("- G OW - N AW -"), new DecodingOptions(), background).Evidence;
        var other = Decode(graph, SureFrames.Of("- G OW - N OW -"), new DecodingOptions(), background).Evidence;

        Assert.Equal(7, said.Over, 1); // the words cost 2 and 5 in the background and nothing in the context
        Assert.Equal(2, said.WorstOver, 1);
        Assert.True(other.Over < 0 && other.WorstOver < -2, $"{other}");
        Assert.Equal(7 * Background.SoundShare, said.OverSounds, 1);
    }

    [Fact]
    public void Finish_LongBeforeTheSentence_WeighsTheSame()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Go", Part.Say("go"))), pronouncer).Value!;
        var background = TestBackground.Of(3, ("G OW", 2));
        var noise = Logits.Random(3, 4000); // lowers the scores far enough to be moved

        var evidence = Decode(graph, [.. noise, .. SureFrames.Of("- G OW -")], new DecodingOptions(), background).Evidence;

        var loops = new Background(background, new DecodingOptions());
        foreach (var scores in ExactViterbi.Scores([.. noise, .. SureFrames.Of("- G OW -")], new DecodingOptions()))
            loops.Advance([.. scores.Select(score => (float)score), 0, 0]);
        Assert.Equal((evidence.PathScore * evidence.SpokenFrames) - loops.Ends.Best, evidence.Over, 0);
        Assert.Equal((evidence.PathScore * evidence.SpokenFrames) - loops.Ends.Sounds, evidence.OverSounds, 0);
    }

    [Theory]
    [InlineData("red", 0)]
    [InlineData("red|green", 0.6931)]
    [InlineData("red|green|blue|red green", 1.3863)]
    public void Finish_AnyContext_TellsItsSize(string values, double logSentences)
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("red R EH D", "green G R IY N", "blue B L UW"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Paint", Part.List("color", values.Split('|')))), pronouncer).Value!;

        Assert.Equal(logSentences, Decode(graph, SureFrames.Of("- R EH D -"), new DecodingOptions()).Evidence.LogSentences, 3);
    }

    [Fact]
    public void Finish_WordsWithoutMeaningDiffer_AreNotARunnerUp()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW", "oh OW"));
        var graph = PhoneGraph.Compile(Sentences.Graph(("Go", new Part.Choice(Part.Say("go"), Part.Say("oh")))), pronouncer).Value!;

        var sentence = Decode(graph, SureFrames.Of("- G OW -"), new DecodingOptions());

        Assert.Null(sentence.RunnerUp);
        Assert.Equal(double.PositiveInfinity, sentence.Evidence.Margin);
    }

    [Fact]
    public void Finish_Wildcard_CountsOnlyTheWordsAround()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("note N OW T"));
        var free = new Part.Slot("note", SlotKind.Wildcard, null, new Part.Wild());
        var graph = PhoneGraph.Compile(Sentences.Graph(("Note", new Part.Sequence(Part.Say("note"), free))), pronouncer).Value!;

        var sentence = Decode(graph, SureFrames.Of("- N OW T - M IH - L K - B R - EH D -"), new DecodingOptions());

        Assert.True(sentence.Best!.NeedsDictation);
        Assert.Equal(3, sentence.Evidence.SpokenFrames);
        Assert.Equal(0, sentence.Evidence.PathScore, 2);
    }

    [Fact]
    public void Finish_WildcardOverSilence_IsNotAReading()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("note N OW T"));
        var free = new Part.Slot("note", SlotKind.Wildcard, null, new Part.Wild());
        var graph = PhoneGraph.Compile(Sentences.Graph(("Note", new Part.Sequence(Part.Say("note"), Part.Maybe(free)))), pronouncer).Value!;

        var sentence = Decode(graph, SureFrames.Of("- N OW T - - - - - - -"), new DecodingOptions());

        Assert.False(sentence.Best!.NeedsDictation);
    }

    [Fact]
    public void Advance_AfterWarmUp_AllocatesNothing()
    {
        var (graph, pronouncer) = RandomContext.Of(3);
        var decoder = new BeamDecoder(new DecodingOptions());
        decoder.Begin(PhoneGraph.Compile(graph, pronouncer).Value!);
        var logits = Logits.Random(3, frames: 100);
        var frame = 0;

        var bytes = Allocations.Of(() =>
        {
            decoder.Advance(logits[frame++ % logits.Length]);
            _ = decoder.Hint();
        });

        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Advance_AnHourOfSound_KeepsMemoryFlatAndScoresRight()
    {
        var pronouncer = new Pronouncer(TestLexicon.Of("go G OW", "oh OW"));
        var graph = PhoneGraph.Compile(
            Sentences.Graph(("Go", new Part.Choice(Part.Say("go go go"), Part.Say("oh oh oh")))), pronouncer).Value!;
        var decoder = new BeamDecoder(new DecodingOptions());
        decoder.Begin(graph);
        var logits = Logits.Random(5, frames: 1000);
        decoder.Advance(logits[0]);
        var (capacity, before, scores) = (decoder.HistoryCapacity, GC.GetAllocatedBytesForCurrentThread(), 0.0);

        for (var i = 1; i < 90_000; i++)
            decoder.Advance(logits[i % 1000]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocations.Window); // one object a frame would be 2 MB
        Assert.Equal(capacity, decoder.HistoryCapacity);
        var evidence = decoder.Finish().Evidence;
        var once = ExactViterbi.Scores(logits, new DecodingOptions());
        var blanks = Enumerable.Range(0, 90_000).Sum(i => once[i % 1000][0]);
        scores = evidence.PathScore * evidence.SpokenFrames;
        Assert.InRange(scores, blanks, blanks * 0.5); // nothing fits for an hour, so the path is mostly blanks
    }

    private static DecodedSentence Decode(PhoneGraph graph, float[][] logits, DecodingOptions options, BackgroundModel? background = null)
    {
        var decoder = new BeamDecoder(options, background);
        decoder.Begin(graph);
        foreach (var frame in logits)
            decoder.Advance(frame);
        return decoder.Finish();
    }
}
