using EdgeRuntime.Assistant.Listening;
using TestKit;

namespace Assistant.Tests.Listening;

public sealed class WakeWordDetectorTests
{
    private static readonly WakeWordOptions Options = new()
    {
        Phrases = [new("view glass", 0.5f), new("computer", 0.8f), new("jarvis", 0.5f) { Enabled = false }],
        Refractory = TimeSpan.FromSeconds(1),
        PeakHold = TimeSpan.FromMilliseconds(80),
        WarmUp = TimeSpan.Zero,
    };

    [Fact]
    public void Push_ScorePassesTheThreshold_ReportsPhraseAndFrame()
    {
        var detections = Run((i, phrase) => i == 9 && phrase == 1 ? 0.85f : 0.1f, outputs: 50);

        var detection = Assert.Single(detections);
        Assert.Equal((1, 40L), (detection.Phrase, detection.EndFrame));
        Assert.Equal(0.85f, detection.Score, 1e-5f);
        Assert.Equal(Math.Log(0.85 / 0.15), detection.Logit, 1e-4);
    }

    [Fact]
    public void Push_ScoreBelowItsOwnThreshold_ReportsNothing() =>
        Assert.Empty(Run((_, phrase) => phrase == 1 ? 0.79f : 0.4f, outputs: 50));

    [Fact]
    public void Push_ScoreStaysHigh_ReportsAgainOnlyAfterTheRefractoryTime()
    {
        var detections = Run((i, phrase) => i >= 4 && phrase == 0 ? 0.9f : 0, outputs: 80);

        Assert.Equal([20L, 124L, 228L], detections.Select(detection => detection.EndFrame));
    }

    [Fact]
    public void Push_PhraseDisabled_ReportsNothing() => Assert.Empty(Run((_, phrase) => phrase == 2 ? 0.99f : 0, outputs: 50));

    [Fact]
    public void Push_TwoPhrasesAtOnce_ReportsTheOneFurthestAboveItsThreshold()
    {
        var detections = Run((i, phrase) => i == 3 ? (phrase == 0 ? 0.9f : 0.95f) : 0, outputs: 10);

        Assert.Equal(0, Assert.Single(detections).Phrase);
    }

    [Fact]
    public void Scores_AfterAStep_HoldEveryPhrase()
    {
        var detector = new WakeWordDetector(Model((_, phrase) => 0.1f * (phrase + 1), 1), Options);

        detector.Push(new float[4 * 80], new WakeDetection[1]);

        Assert.True(Floats.MaxDifference([0.1f, 0.2f, 0.3f], detector.Scores) < 1e-6);
    }

    [Fact]
    public void Reset_RightAfterADetection_ReportsAgain()
    {
        var detector = new WakeWordDetector(Model((_, _) => 0.9f, 1), Options);
        var room = new WakeDetection[3];
        detector.Push(new float[12 * 80], room);

        detector.Reset();

        Assert.Equal(1, detector.Push(new float[12 * 80], room));
        Assert.Equal(4, room[0].EndFrame);
    }

    [Fact]
    public void Push_ScoreRisesAfterTheThreshold_ReportsThePeak()
    {
        float[] scores = [0.1f, 0.6f, 0.7f, 0.65f, 0.9f, 0.8f, 0.7f, 0.6f, 0.1f];

        var detections = Run((i, phrase) => phrase == 0 && i < scores.Length ? scores[i] : 0, outputs: 20);

        var detection = Assert.Single(detections);
        Assert.Equal((0, 20L), (detection.Phrase, detection.EndFrame));
        Assert.Equal(0.9f, detection.Score, 1e-5f);
    }

    [Fact]
    public void Push_AnotherPhraseGetsHigher_ReportsThatOneOnly()
    {
        var detections = Run((i, phrase) => (i, phrase) is (3, 0) ? 0.55f : (i, phrase) is (4, 1) ? 0.95f : 0, outputs: 20);

        Assert.Equal(1, Assert.Single(detections).Phrase);
    }

    [Fact]
    public void Push_HigherPeakWithinTheRefractoryTime_IsReportedToo()
    {
        var detections = Run(
            (i, phrase) => (i, phrase) is (3, 0) ? 0.6f : (i, phrase) is (15, 0) ? 0.55f : (i, phrase) is (20, 0) ? 0.9f : 0, outputs: 40);

        Assert.Equal([16L, 84L], detections.Select(detection => detection.EndFrame));
    }

    [Fact]
    public void Push_SecondPeakHardlyHigherWithinTheRefractoryTime_IsNotReported() => Assert.Single(
        Run((i, phrase) => (i, phrase) is (3, 0) ? 0.8f : (i, phrase) is (10, 0) ? 0.85f : 0, outputs: 40));

    [Fact]
    public void Push_ModelThatHasHeardNothing_IsNotBelieved()
    {
        var detector = new WakeWordDetector(
            Model((i, phrase) => i is 0 or 6 && phrase == 0 ? 0.9f : 0, 1), Options with { WarmUp = TimeSpan.FromMilliseconds(200) });
        var room = new WakeDetection[20];

        var first = detector.Push(new float[80 * 80], room);
        detector.Reset();
        var again = detector.Push(new float[80 * 80], room);

        Assert.Equal((1, 1), (first, again));
        Assert.Equal(28, room[0].EndFrame);
    }

    [Fact]
    public void Flush_CandidateWaiting_ReportsItOnce()
    {
        var detector = new WakeWordDetector(Model((_, _) => 0.9f, 1), Options);
        Assert.Equal(0, detector.Push(new float[4 * 80], new WakeDetection[1]));

        Assert.Equal(4, detector.Flush()?.EndFrame);
        Assert.Null(detector.Flush());
    }

    [Fact]
    public void Constructor_ModelOfAnotherShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new WakeWordDetector(new ScriptedModel(4, (_, _) => 0), Options));

    [Fact]
    public void Validate_SettingsOutOfBounds_SaysSo()
    {
        Assert.Null(new WakeWordOptions().Validate());
        Assert.NotNull(new WakeWordOptions { Phrases = [] }.Validate());
        Assert.NotNull(new WakeWordOptions { Phrases = [new("computer", 1.5f)] }.Validate());
        Assert.NotNull(new WakeWordOptions { Phrases = [new(" ", 0.5f)] }.Validate());
        Assert.NotNull(new WakeWordOptions { Refractory = TimeSpan.FromSeconds(-1) }.Validate());
        Assert.NotNull(new WakeWordOptions { PeakHold = TimeSpan.FromSeconds(2) }.Validate());
        Assert.NotNull(new WakeWordOptions { WarmUp = TimeSpan.FromSeconds(2) }.Validate());
    }

    [Fact]
    public void Push_StepAfterStep_AllocatesNothing()
    {
        var detector = new WakeWordDetector(Model((i, _) => i % 7 / 7f, 2), Options);
        var (z, detections) = (new float[5 * 80], new WakeDetection[4]);

        Assert.Equal(0, Allocations.Of(() => detector.Push(z, detections)));
    }

    private static ScriptedModel Model(Func<int, int, float> probability, int outputsPerStep) =>
        new(3, (i, phrase) => MathF.Log(probability(i, phrase) / (1 - probability(i, phrase))), outputsPerStep);

    private static List<WakeDetection> Run(Func<int, int, float> probability, int outputs)
    {
        var detector = new WakeWordDetector(Model(probability, outputsPerStep: 2), Options);
        var all = new List<WakeDetection>();
        var room = new WakeDetection[detector.MaxDetections(3)];
        foreach (var piece in new float[outputs * 4 * 80].Chunk(3 * 80))
        {
            all.AddRange(room.AsSpan(0, detector.Push(piece, room)));
        }

        return all;
    }
}
