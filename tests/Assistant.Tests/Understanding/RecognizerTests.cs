using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using TestKit;

namespace Assistant.Tests.Understanding;

public sealed class RecognizerTests
{
    private static readonly PhoneGraph Graph = PhoneGraph.Compile(
        Sentences.Graph(("Go", Part.Say("go"))),
        new Pronouncer(TestLexicon.Of("go G OW"))).Value!;

    [Fact]
    public void Finish_SentenceSaid_IsAccepted()
    {
        var recognizer = Create("- - G G OW OW - -");

        recognizer.Begin(Graph);
        recognizer.Push(new float[32 * AudioFormat.Bands]);
        var recognition = recognizer.Finish();

        Assert.Equal(RecognitionVerdict.Accepted, recognition.Verdict);
        Assert.Equal("Go", recognition.Best!.Intent);
        Assert.Equal(4, recognition.SpokenFrames);
        Assert.InRange(recognition.Confidence, 0.9, 1);
    }

    [Theory]
    [InlineData(0.5, RecognitionVerdict.Ask)]
    [InlineData(0.999, RecognitionVerdict.Rejected)]
    [InlineData(1, RecognitionVerdict.Rejected)]
    public void Finish_NeitherReadingSureEnough_AsksWhereTheContextWasSurelyMeant(double askFrom, RecognitionVerdict expected)
    {
        var graph = PhoneGraph.Compile(
            Sentences.Graph(("Go", Part.Say("go")), ("Throw", Part.Say("throw"))),
            new Pronouncer(TestLexicon.Of("go G OW", "throw TH R OW"))).Value!;
        var options = new DecodingOptions
        {
            RejectBelow = 0.99,
            AskFrom = askFrom,
            Confidence = new() { Bias = 0 },
            Inside = new() { Bias = 3, Measures = [] },
        };
        var recognizer = Create("- - G G OW OW - -", options);

        recognizer.Begin(graph);
        recognizer.Push(new float[32 * AudioFormat.Bands]);

        Assert.Equal(expected, recognizer.Finish().Verdict);
    }

    [Fact]
    public void Finish_OtherSpeech_IsRejected()
    {
        var recognizer = Create("- M M IY IY K K TH TH -");

        recognizer.Begin(Graph);
        recognizer.Push(new float[40 * AudioFormat.Bands]);

        Assert.Equal(RecognitionVerdict.Rejected, recognizer.Finish().Verdict);
    }

    [Fact]
    public void Finish_NoSpeech_IsSilence()
    {
        var recognizer = Create("- - - - - -");

        recognizer.Begin(Graph);
        recognizer.Push(new float[24 * AudioFormat.Bands]);

        Assert.Equal(RecognitionVerdict.Silence, recognizer.Finish().Verdict);
    }

    [Fact]
    public void Finish_NothingHeardAtAll_IsSilence()
    {
        var recognizer = Create("-");

        recognizer.Begin(Graph);

        Assert.Equal(RecognitionVerdict.Silence, recognizer.Finish().Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(33)]
    public void Push_AnyChunking_GivesTheSame(int framesPerPush)
    {
        var recognizer = Create("- - G G OW OW - -");
        recognizer.Begin(Graph);
        var sound = new float[33 * AudioFormat.Bands]; // one frame more than whole steps

        foreach (var chunk in sound.Chunk(framesPerPush * AudioFormat.Bands))
            recognizer.Push(chunk);

        Assert.Equal("Go", recognizer.Finish().Best!.Intent);
    }

    [Fact]
    public void Begin_Again_ForgetsTheUtteranceBefore()
    {
        var recognizer = Create("- G OW -");
        recognizer.Begin(Graph);
        recognizer.Push(new float[16 * AudioFormat.Bands]);
        var first = recognizer.Finish();

        recognizer.Begin(Graph);
        recognizer.Push(new float[16 * AudioFormat.Bands]);
        var second = recognizer.Finish();

        Assert.Equal(first.Evidence, second.Evidence);
    }

    [Fact]
    public void Push_AfterWarmUp_AllocatesNothing()
    {
        var recognizer = Create("- G OW -");
        recognizer.Begin(Graph);
        var chunk = new float[4 * AudioFormat.Bands];

        Assert.Equal(0, Allocations.Of(() => recognizer.Push(chunk)));
    }

    [Theory]
    [InlineData(1f, "Throw")]
    [InlineData(0.1f, "Go")]
    public void Finish_SecondPassHearsOtherwise_WeighsBoth(float weight, string expected)
    {
        var graph = PhoneGraph.Compile(
            Sentences.Graph(("Go", Part.Say("go")), ("Throw", Part.Say("throw"))),
            new Pronouncer(TestLexicon.Of("go G OW", "throw TH R OW"))).Value!;
        var recognizer = CreateTwoPass("- G G OW OW - - -", "- TH R OW OW - - -", weight);

        recognizer.Begin(graph);
        recognizer.Push(new float[32 * AudioFormat.Bands]);

        Assert.Equal(expected, recognizer.Finish().Best!.Intent);
    }

    [Fact]
    public void Neighbours_OfBothPasses_AreTheBestAndWhatIsNear()
    {
        var graph = PhoneGraph.Compile(
            Sentences.Graph(("Go", Part.Say("go")), ("Throw", Part.Say("throw"))),
            new Pronouncer(TestLexicon.Of("go G OW", "throw TH R OW"))).Value!;
        var recognizer = CreateTwoPass("- G G OW OW - - -", "- TH R OW OW - - -", weight: 0.5f);

        recognizer.Begin(graph);
        recognizer.Push(new float[32 * AudioFormat.Bands]);
        var best = recognizer.Finish().Best!.Intent;
        var near = recognizer.Neighbours();
        recognizer.Begin(graph);

        Assert.Equal(best, near[0].Reading.Intent);
        Assert.Equal(["Go", "Throw"], near.Select(one => one.Reading.Intent).Order());
        Assert.Empty(recognizer.Neighbours()); // of the utterance that has begun
    }

    [Fact]
    public void Neighbours_WithoutASecondPass_AreNone()
    {
        var recognizer = Create("- - G G OW OW - -");

        recognizer.Begin(Graph);
        recognizer.Push(new float[32 * AudioFormat.Bands]);
        recognizer.Finish();

        Assert.Empty(recognizer.Neighbours());
    }

    [Fact]
    public void Finish_TooLongForTheSecondPass_KeepsTheFirst()
    {
        var recognizer = CreateTwoPass("- G G OW OW - - -", "- M M M M - - -", weight: 1);

        recognizer.Begin(Graph);
        recognizer.Push(new float[(ScriptedUtteranceModel.Longest + 1) * AudioFormat.Bands]);
        var tooLong = recognizer.Finish();
        recognizer.Begin(Graph);
        recognizer.Push(new float[32 * AudioFormat.Bands]);

        Assert.Equal("Go", tooLong.Best!.Intent);
        Assert.Equal(RecognitionVerdict.Rejected, recognizer.Finish().Verdict);
    }

    [Fact]
    public void Push_WithASecondPass_AllocatesNothing()
    {
        var recognizer = CreateTwoPass("- G OW -", "- G OW -", weight: 0.5f);
        recognizer.Begin(Graph);
        var chunk = new float[4 * AudioFormat.Bands];

        Assert.Equal(0, Allocations.Of(() => recognizer.Push(chunk)));
    }

    private static Recognizer CreateTwoPass(string first, string second, float weight)
    {
        var prior = new float[AudioFormat.Bands];
        return new Recognizer(
            new ScriptedModel(first), prior, new DecodingOptions(),
            second: new SecondPass(new ScriptedUtteranceModel(second), prior, weight));
    }

    private static Recognizer Create(string symbols, DecodingOptions? options = null) =>
        new(new ScriptedModel(symbols), new float[AudioFormat.Bands], options ?? new DecodingOptions());

    /// <summary>Says a script whatever it reads, and blanks behind its end.</summary>
    /// <summary>Says a script whatever it hears, two outputs a step, and blanks behind its end.</summary>
    private sealed class ScriptedModel(string script) : IStreamingModel
    {
        private readonly string[] _symbols = script.Split(' ');
        private int _at;

        public int FramesPerStep => 8;

        public int OutputsPerStep => 2;

        public int OutputSize => Phones.Count;

        public void Reset() => _at = 0;

        public void Step(ReadOnlySpan<float> features, Span<float> outputs)
        {
            outputs.Clear();
            for (var output = 0; output < OutputsPerStep; output++, _at++)
                outputs[output * OutputSize + (_at < _symbols.Length ? Phones.IdOf(_symbols[_at]) : 0)] = 20;
        }

        public void Dispose()
        {
        }
    }
}
