using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(8_000, 16_000)]
    [InlineData(11_025, 16_000)]
    [InlineData(22_050, 16_000)]
    [InlineData(32_000, 16_000)]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(96_000, 16_000)]
    [InlineData(44_099, 16_000)]
    public void Process_TonesInThePassBand_KeepTheirLevelWithin001Decibel(int inputHz, int outputHz)
    {
        var nyquist = Math.Min(inputHz, outputHz) / 2.0;

        foreach (var part in new[] { 0.01, 0.1, 0.3, 0.5, 0.7, 0.85, 0.94 })
        {
            var level = LevelDb(part * nyquist, inputHz, outputHz);
            Assert.InRange(level, -0.01, 0.01);
        }
    }

    [Theory]
    [InlineData(22_050)]
    [InlineData(32_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    [InlineData(44_099)]
    public void Process_TonesAboveTheNewNyquist_AreMoreThan80DecibelsDown(int inputHz)
    {
        foreach (var part in new[] { 1.051, 1.1, 1.2, 1.3 }.Concat(
            [0.7 * inputHz / 16_000, 0.9 * inputHz / 16_000, 0.99 * inputHz / 16_000]).Where(part => part > 1.05))
        {
            var frequency = part * 8000;
            if (frequency < inputHz / 2.0)
            {
                Assert.True(
                    LevelDb(frequency, inputHz, 16_000) < -80,
                    $"{frequency} Hz at {inputHz} Hz leaks at {LevelDb(frequency, inputHz, 16_000):0.0} dB");
            }
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    public void Process_ToneUpsampled_HasNoImageOrDistortionAbove80Decibels(int inputHz)
    {
        const double Frequency = 1234;
        var output = Run(Signals.Tone(Frequency, 1, sampleRateHz: inputHz), inputHz, 16_000, 500);

        var residual = Residual(output.AsSpan(2000, 8000).ToArray(), Frequency);

        Assert.True(20 * Math.Log10(residual / (0.5 / Math.Sqrt(2))) < -80);
    }

    [Theory]
    [InlineData(8_000, 16_000)]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(44_099, 16_000)]
    public void Process_AnyBlocks_GivesTheSameSamples(int inputHz, int outputHz)
    {
        var input = Signals.Noise(0.5, sampleRateHz: inputHz);

        var whole = Run(input, inputHz, outputHz, input.Length);
        var pieces = Run(input, inputHz, outputHz, 17);

        Assert.Equal(whole, pieces);
        Assert.Equal((int)Math.Ceiling((double)input.Length * outputHz / inputHz), whole.Length);
    }

    [Fact]
    public void Process_Click_StaysWhereItWas()
    {
        var input = new float[4800];
        input[2400] = 1;

        var output = Run(input, 48_000, 16_000, 100);

        Assert.Equal(800, Array.IndexOf(output, output.Max()));
    }

    [Fact]
    public void Flush_FewSamples_GivesThemAll()
    {
        Assert.Equal(2, Run([0.5f], 8_000, 16_000, 1).Length);
        Assert.Single(Run([0.5f, 0.5f], 48_000, 16_000, 1));
        Assert.Empty(Run([], 48_000, 16_000, 1));
    }

    [Fact]
    public void Reset_AfterAStream_StartsAfresh()
    {
        var resampler = new Resampler(44_100, 16_000);
        var input = Signals.Noise(0.1, sampleRateHz: 44_100);
        var first = new float[resampler.MaxOutput(input.Length)];
        var second = new float[first.Length];

        var count = resampler.Process(input, first);
        resampler.Reset();

        Assert.Equal(count, resampler.Process(input, second));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Process_RoomTooSmall_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(8_000, 16_000).Process(new float[100], new float[100]));

    [Fact]
    public void Process_BlockAfterBlock_AllocatesNothing()
    {
        var resampler = new Resampler(44_100, 16_000);
        var input = Signals.Noise(0.01, sampleRateHz: 44_100);
        var output = new float[resampler.MaxOutput(input.Length)];

        Assert.Equal(0, Allocations.Of(() => resampler.Process(input, output)));
    }

    private static double LevelDb(double frequencyHz, int inputHz, int outputHz)
    {
        var input = Signals.Tone(frequencyHz, 0.6, sampleRateHz: inputHz);
        var output = Run(input, inputHz, outputHz, 1000);
        var middle = output.AsSpan(output.Length / 4, output.Length / 2);
        return 20 * Math.Log10(Signals.Rms(Windowed(middle)) / Signals.Rms(Windowed(input.AsSpan(input.Length / 4, input.Length / 2))));
    }

    // A Hann window, so that the level of a tone does not depend on where in its period the stretch is cut.
    private static float[] Windowed(ReadOnlySpan<float> samples)
    {
        var windowed = samples.ToArray();
        for (var i = 0; i < windowed.Length; i++)
        {
            windowed[i] *= (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / windowed.Length)));
        }

        return windowed;
    }

    // What is left after the best-fitting sine of that frequency at 16 kHz is taken away.
    private static double Residual(float[] samples, double frequencyHz)
    {
        double ss = 0, sc = 0, cc = 0, xs = 0, xc = 0;
        double S(int i) => Math.Sin(2 * Math.PI * frequencyHz * i / 16_000);
        double C(int i) => Math.Cos(2 * Math.PI * frequencyHz * i / 16_000);
        for (var i = 0; i < samples.Length; i++)
        {
            (ss, sc, cc) = (ss + (S(i) * S(i)), sc + (S(i) * C(i)), cc + (C(i) * C(i)));
            (xs, xc) = (xs + (samples[i] * S(i)), xc + (samples[i] * C(i)));
        }

        var determinant = (ss * cc) - (sc * sc);
        var (a, b) = (((xs * cc) - (xc * sc)) / determinant, ((xc * ss) - (xs * sc)) / determinant);
        return Signals.Rms([.. samples.Select((x, i) => (float)(x - (a * S(i)) - (b * C(i))))]);
    }

    private static float[] Run(float[] input, int inputHz, int outputHz, int block)
    {
        var resampler = new Resampler(inputHz, outputHz);
        var output = new List<float>();
        var room = new float[resampler.MaxOutput(block)];
        foreach (var piece in input.Chunk(block))
        {
            output.AddRange(room.AsSpan(0, resampler.Process(piece, room)));
        }

        output.AddRange(room.AsSpan(0, resampler.Flush(room)));
        return [.. output];
    }
}
