using CsCheck;
using EdgeRuntime.Device.Evaluation;

namespace Device.Tests.Evaluation;

public sealed class RocCurveTests
{
    [Fact]
    public void Of_RandomScores_AreaEqualsCountedPairs() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 30], Gen.Int[0, 9].Array[1, 30]).Sample((positives, negatives) =>
        {
            var expected = positives.Average(p => negatives.Average(n => p > n ? 1 : p == n ? 0.5 : 0.0));

            var curve = RocCurve.Compute([.. positives.Select(p => (float)p)], [.. negatives.Select(n => (float)n)]);

            Assert.Equal(expected, curve.Area, 9);
        });

    [Fact]
    public void Of_Separable_RunsThroughTheCorner()
    {
        var curve = RocCurve.Compute([2f, 3f], [0f, 1f]);

        Assert.Equal(1, curve.Area);
        Assert.Contains((0, 1), curve.Points);
        Assert.Equal((1, 1), curve.Points[^1]);
    }
}
