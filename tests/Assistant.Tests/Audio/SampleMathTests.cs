using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class SampleMathTests
{
    public static TheoryData<int> Lengths => [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 80, 400];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Dot_AnyLength_EqualsThePlainSum(int length)
    {
        var (a, b) = (Signals.Noise(length / 16_000.0, seed: 1), Signals.Noise(length / 16_000.0, seed: 2));

        var dot = SampleMath.Dot(a, b);

        Assert.Equal(a.Zip(b, (x, y) => (double)x * y).Sum(), dot, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Max_AnyLengthAndPlace_IsFound(int length)
    {
        for (var at = 0; at < length; at++)
        {
            var values = Enumerable.Repeat(-3f, length).ToArray();
            values[at] = -2;

            Assert.Equal(-2, SampleMath.Max(values));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LogInPlace_AnyLength_EqualsTheLibrary(int length)
    {
        var values = Enumerable.Range(0, length).Select(i => (float)Math.Pow(10, (i % 14) - 9)).ToArray();
        var expected = values.Select(value => (float)Math.Log(value + 1e-6f)).ToArray();

        SampleMath.LogInPlace(values, 1e-6f);

        Assert.True(Floats.MaxDifference(expected, values) < 5e-6);
    }
}
