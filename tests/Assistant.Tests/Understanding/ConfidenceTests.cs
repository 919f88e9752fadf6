using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Understanding;

public sealed class ConfidenceTests
{
    private static readonly RecognitionEvidence Good = new(-0.2, -0.5, -0.5, 1, 40, 42, 80, 4);
    private static readonly ConfidenceWeights Weights = new() { WorstWord = 1, WorstGap = 0.1 };

    [Fact]
    public void Of_EachFeatureWorse_IsLower()
    {
        var good = Confidence.Of(Good, Weights);

        Assert.InRange(good, 0.9, 1);
        Assert.True(Confidence.Of(Good with { PathScore = -1.5 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { WorstWord = -3 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { WorstGap = -15 }, Weights) < good);
        Assert.True(Confidence.Of(Good with { Margin = 0 }, Weights) < good);
    }

    [Fact]
    public void Of_NoRunnerUp_CountsAsTheCappedMargin() =>
        Assert.Equal(Confidence.Of(Good with { Margin = Weights.MarginCap }, Weights), Confidence.Of(Good with { Margin = double.PositiveInfinity }, Weights));

    [Fact]
    public void Of_NothingSpoken_IsZero() => Assert.Equal(0, Confidence.Of(Good with { SpokenFrames = 0 }, Weights));
}
