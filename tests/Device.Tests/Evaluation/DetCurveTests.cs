using EdgeRuntime.Device.Evaluation;

namespace Device.Tests.Evaluation;

public sealed class DetCurveTests
{
    private static readonly double[] Positives = [0.9, 0.8, 0.4, double.NegativeInfinity];
    private static readonly double[] Negatives = [0.85, 0.5, 0.3];

    [Theory]
    [InlineData(0.1, 0.75, 0)] // 0.2 alarms in two hours: none allowed, so above 0.85
    [InlineData(0.5, 0.50, 1)]
    [InlineData(1.0, 0.25, 2)]
    [InlineData(10, 0.25, 3)]
    public void At_AllowedRate_IsTheMostSensitivePointWithin(double perHour, double missRate, int alarms)
    {
        var curve = new DetCurve(Positives, Negatives, hours: 2);

        var point = curve.At(perHour);

        Assert.Equal(missRate, point.MissRate, 9);
        Assert.Equal(alarms, point.FalseAlarms);
        Assert.Equal(alarms / 2.0, point.FalseAlarmsPerHour, 9);
    }

    [Fact]
    public void At_TiedNegatives_NeverExceedsTheAllowedRate()
    {
        var curve = new DetCurve([0.5, 0.6], [0.5, 0.5, 0.5], hours: 1);

        var point = curve.At(2);

        Assert.Equal(0, point.FalseAlarms);
        Assert.Equal(0.5, point.MissRate);
    }

    [Fact]
    public void At_PositiveWithoutCandidate_IsMissedAtEveryThreshold()
    {
        var curve = new DetCurve([double.NegativeInfinity], [], hours: 1);

        Assert.Equal(1, curve.At(1000).MissRate);
    }
}
