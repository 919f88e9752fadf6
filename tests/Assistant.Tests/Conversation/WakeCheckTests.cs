using Assistant.Tests.Understanding;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using TestKit;

namespace Assistant.Tests.Conversation;

public sealed class WakeCheckTests
{
    private const int WindowOutputs = 60;
    private const int PhraseBegin = 40;
    private static readonly Pronouncer Pronouncer = new(TestLexicon.Of("view V Y UW", "glass G L AE S", "computer K AH M P Y UW T ER"));
    private static readonly byte[] Spoken = TestLexicon.Phones("V Y UW G L AE S");
    private static readonly WakeDetection Detection = new(0, 0.5f, 4 * (PhraseBegin + 10));

    [Fact]
    public void Check_PhraseInTheWindow_IsConfirmedFromShortlyBeforeItsEnd()
    {
        var verdict = Check(Acoustic(), null, new WakeCheckOptions { Threshold = -0.5 });

        Assert.True(verdict.Confirmed);
        Assert.Equal(0, verdict.Score.Score, 3);
        // The window ends 16 frames behind the detection; the phrase ends with its output number 46, and 10 frames are given again.
        Assert.Equal(Detection.EndFrame + 16 - (4 * WindowOutputs) + (4 * (PhraseBegin + Spoken.Length)) - 10, verdict.BeginFrame);
    }

    [Fact]
    public void Check_AnotherPhrase_IsNot() =>
        Assert.False(Check(Acoustic(), null, new WakeCheckOptions { Threshold = -0.5 }, Detection with { Phrase = 1 }).Confirmed);

    [Fact]
    public void Check_ReaderAgainst_OutvotesTheScore()
    {
        var reader = Reader((_, phrase) => phrase == 0 ? -4 : 9);

        var verdict = Check(Acoustic(), reader, new WakeCheckOptions { ReaderWeight = 0.5, Threshold = -0.5 });

        Assert.False(verdict.Confirmed);
        Assert.Equal(-2, verdict.Sum, 3);
    }

    [Fact]
    public void Check_Reader_GetsTheAcousticOutputsOfTheWholeWindowAndItsLastOutputCounts()
    {
        var reader = Reader((output, phrase) => output == 14 && phrase == 0 ? 3 : 0);

        var verdict = Check(Acoustic(), reader, new WakeCheckOptions { ReaderWeight = 1 });

        Assert.Equal(3, verdict.Sum, 3);
        Assert.Equal(WindowOutputs * Phones.Count, reader.Heard.Count);
        Assert.Equal(20, reader.Heard[(PhraseBegin * Phones.Count) + Spoken[0]]);
    }

    [Fact]
    public void Check_StreamJustBegun_StandsBehindSilence()
    {
        var acoustic = Acoustic();

        Check(acoustic, null, new WakeCheckOptions(), heard: 40, detection: Detection with { EndFrame = 30 });

        Assert.Equal(4 * WindowOutputs * AudioFormat.Bands, acoustic.Heard.Count);
        Assert.NotEqual(acoustic.Heard[0], acoustic.Heard[(4 * WindowOutputs - 46) * AudioFormat.Bands]);
        Assert.Equal(acoustic.Heard[0], acoustic.Heard[(4 * WindowOutputs - 47) * AudioFormat.Bands]);
    }

    [Fact]
    public void Check_SecondPass_IsMixedInBeforeScoreAndReading()
    {
        var reader = Reader((_, _) => 1);
        var second = new SecondPass(new ScriptedUtteranceModel("-"), new float[AudioFormat.Bands], 0.75f);

        Create(Acoustic(), reader, new WakeCheckOptions { ReaderWeight = 1 }, second).Check(History(400), Detection);

        Assert.Equal(5, reader.Heard[(PhraseBegin * Phones.Count) + Spoken[0]], 3); // a quarter of the first pass's 20
    }

    [Fact]
    public void Constructor_ReaderOfAnotherWindow_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Create(Acoustic(), new ScriptedModel(2, (_, _) => 0, 14), new WakeCheckOptions()));

    [Fact]
    public void Check_AfterWarmUp_AllocatesNothing()
    {
        var history = History(400);
        var check = Create(
            new ScriptedModel(Phones.Count, Says, 2), new ScriptedModel(2, (_, _) => 0, 15), new WakeCheckOptions { ReaderWeight = 1 });

        Assert.Equal(0, Allocations.Of(() => check.Check(history, Detection), 5, 20));
    }

    private static WakeVerdict Check(
        ScriptedModel acoustic, ScriptedModel? reader, WakeCheckOptions options, WakeDetection? detection = null, int heard = 400) =>
        Create(acoustic, reader, options).Check(History(heard), detection ?? Detection);

    private static WakeCheck Create(ScriptedModel acoustic, ScriptedModel? reader, WakeCheckOptions options, SecondPass? second = null) =>
        new(acoustic, second, reader, new float[AudioFormat.Bands], [Scorer("view glass"), Scorer("computer")], options);

    private static PhraseScorer Scorer(string phrase) => PhraseScorer.Create(phrase, Pronouncer, new DecodingOptions()).Value!;

    private static ScriptedModel Acoustic() => new(Phones.Count, Says, 2) { Keep = true };

    private static ScriptedModel Reader(Func<int, int, float> logit) => new(2, logit, 15) { Keep = true };

    private static float Says(int output, int phone)
    {
        var at = output - PhraseBegin;
        return phone == (at >= 0 && at < Spoken.Length ? Spoken[at] : 0) ? 20 : 0;
    }

    private static FeatureHistory History(int frames)
    {
        var history = new FeatureHistory(1000);
        float[] frame = [.. Enumerable.Repeat(-2f, AudioFormat.Bands)];
        for (var i = 0; i < frames; i++) history.Append(frame);
        return history;
    }
}
