using EdgeRuntime.Device.Evaluation;

namespace Device.Tests.Evaluation;

public sealed class ReliabilityCurveTests
{
    [Fact]
    public void Of_SomeReadings_CountsThemByTenths()
    {
        var curve = ReliabilityCurve.Compute([(0.95, true), (1, true), (0.92, false), (0.31, false), (0, false)]);

        Assert.Equal([1, 1, 3], curve.Points.Select(bin => bin.N));
        Assert.Equal(2 / 3.0, curve.Points[2].Right, 9);
        Assert.Equal(2.87 / 3, curve.Points[2].Confidence, 9);
        Assert.True(curve.Points[2].RightInterval.Low < 2 / 3.0 && curve.Points[2].RightInterval.High > 2 / 3.0);
    }

    [Fact]
    public void Of_ReadingsAsSureAsRight_HasNoError()
    {
        var curve = ReliabilityCurve.Compute([.. Enumerable.Range(0, 100).Select(i => (0.75, i % 4 != 0))]);

        Assert.Equal(0, curve.Error, 9);
    }

    [Fact]
    public void Of_SureOfWrongReadings_HasTheWholeError() => Assert.Equal(1, ReliabilityCurve.Compute([(1, false), (0, true)]).Error, 9);
}
