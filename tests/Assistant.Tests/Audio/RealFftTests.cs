using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class RealFftTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(1024)]
    public void Forward_Noise_EqualsTheDefinition(int size)
    {
        var samples = Signals.Noise(size / 16_000.0, seed: size);
        var (real, imaginary) = (new float[(size / 2) + 1], new float[(size / 2) + 1]);

        new RealFft(size).Forward(samples, real, imaginary);

        for (var k = 0; k <= size / 2; k++)
        {
            var (re, im) = Definition(samples, k, size);
            Assert.Equal(re, real[k], 2e-5 * Math.Sqrt(size));
            Assert.Equal(im, imaginary[k], 2e-5 * Math.Sqrt(size));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(399)]
    [InlineData(400)]
    public void Power_FewerSamples_TakesTheRestAsZero(int count)
    {
        var fft = new RealFft(1024);
        var padded = new float[1024];
        Signals.Noise(count / 16_000.0).CopyTo(padded, 0);
        var (expected, actual) = (new float[513], new float[513]);
        fft.Power(padded, expected);
        fft.Power(Signals.Noise(1024 / 16_000.0, seed: 9), actual);

        fft.Power(padded.AsSpan(0, count), actual);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Power_AnySignal_KeepsItsEnergy()
    {
        var samples = Signals.Chirp(10, 7000, 1024 / 16_000.0);
        var power = new float[513];

        new RealFft(1024).Power(samples, power);

        var spectrum = (power.Sum(p => (double)p) * 2) - power[0] - power[512];
        Assert.Equal(samples.Sum(x => (double)x * x), spectrum / 1024, 1e-4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(-4)]
    public void Constructor_SizeThatIsNoPowerOfTwo_IsRefused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(size));

    [Fact]
    public void Power_CallAfterCall_AllocatesNothing()
    {
        var fft = new RealFft(1024);
        var (samples, power) = (Signals.Noise(0.025), new float[513]);

        Assert.Equal(0, Allocations.Of(() => fft.Power(samples, power)));
    }

    private static (double Re, double Im) Definition(float[] samples, int k, int size)
    {
        double re = 0, im = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * ((long)k * i % size) / size);
            (re, im) = (re + (samples[i] * cos), im - (samples[i] * sin));
        }

        return (re, im);
    }
}
