using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Understanding;

public sealed class ConfidenceTests
{
    private static readonly RecognitionEvidence Good = new(-0.2, -0.5, -0.5, 1, 40, 42, 80, 4) { Over = 8, WorstOver = 3, WorstPhone = -1, Phones = 12, BadPhones = 0, LogSentences = 4 };

    private static readonly ConfidenceWeights Weights = new()
    {
        WorstWord = 1,
        WorstGap = 0.1,
        Over = 0.3,
        WorstOver = 0.1,
        WorstPhone = 0.1,
        BadPhones = -2,
        LogSentences = -0.2,
        FramesPerPhone = 0.1,
        Cover = 2,
        MarginSum = 0.1,
        OverPerPhone = 0.5,
    };

    [Fact]
    public void Of_EachFeatureWorse_IsLower()
    {
        var good = Confidence.Of(Good, Weights);

        Assert.InRange(good, 0.9, 1);
        Assert.True(Confidence.Of(Good with { PathScore = -1.5 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { WorstWord = -3 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { WorstGap = -15 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { Margin = 0 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { Over = -8 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { WorstOver = -3 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { WorstPhone = -7 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { BadPhones = 3 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { LogSentences = 9 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { FreeFrames = 80 }, Weights) < good);
    }

    [Fact]
    public void Of_NoRunnerUp_CountsAsTheCappedMargin() =>
        Assert.Equal(Confidence.Of(Good with { Margin = 100 }, Weights), Confidence.Of(Good with { Margin = double.PositiveInfinity }, Weights));

    [Fact]
    public void Of_BeyondACap_SaysNothingMore()
    {
        Assert.Equal(Confidence.Of(Good with { Over = 500 }, Weights), Confidence.Of(Good with { Over = 900 }, Weights));
        Assert.Equal(Confidence.Of(Good with { WorstOver = -Weights.OverCap }, Weights), Confidence.Of(Good with { WorstOver = -900 }, Weights));
        Assert.Equal(Confidence.Of(Good with { WorstGap = -Weights.GapCap }, Weights), Confidence.Of(Good with { WorstGap = -900 }, Weights));
        Assert.Equal(Confidence.Of(Good with { WorstPhone = -Weights.PhoneCap }, Weights), Confidence.Of(Good with { WorstPhone = -900 }, Weights));
        Assert.Equal(Confidence.Of(Good with { LogSentences = Weights.LogSentencesCap }, Weights), Confidence.Of(Good with { LogSentences = 900 }, Weights));
    }

    [Fact]
    public void Of_NothingSpoken_IsZero() => Assert.Equal(0, Confidence.Of(Good with { SpokenFrames = 0 }, Weights));
}
