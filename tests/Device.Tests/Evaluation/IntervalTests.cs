using EdgeRuntime.Device.Evaluation;

namespace Device.Tests.Evaluation;

public sealed class IntervalTests
{
    // Reference values of the score interval: R's binom::binom.wilson.
    [Theory]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(1, 10, 0.0179, 0.4042)]
    [InlineData(85, 100, 0.7672, 0.9069)]
    [InlineData(10, 10, 0.7225, 1.0)]
    public void OfProportion_KnownCounts_EqualsWilson(int hits, int trials, double low, double high)
    {
        var interval = Interval.OfProportion(hits, trials);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void OfProportion_NothingCounted_SaysNothing() => Assert.Equal(new Interval(0, 1), Interval.OfProportion(0, 0));

    // Chi-square quantiles halved, the closed form of Garwood's interval.
    [Theory]
    [InlineData(0, 0.0, 3.6889)]
    [InlineData(1, 0.0253, 5.5716)]
    [InlineData(5, 1.6235, 11.6683)]
    [InlineData(100, 81.3640, 121.6268)]
    public void OfRate_KnownCounts_EqualsGarwood(int events, double low, double high)
    {
        var interval = Interval.OfRate(events, exposure: 2);

        Assert.Equal(low / 2, interval.Low, 3);
        Assert.Equal(high / 2, interval.High, 3);
    }
}
