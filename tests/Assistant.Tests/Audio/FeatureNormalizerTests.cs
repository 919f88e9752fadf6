using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class FeatureNormalizerTests
{
    private static readonly float[] Prior = [.. Enumerable.Range(0, 80).Select(band => 5 - (band / 40f))];

    [Fact]
    public void Process_SpeechPausesAndLoudnessJumps_EqualsTheSlowDefinitionTo1E4()
    {
        var raw = Frames(2000, seed: 3);

        var z = Run(raw, 2000);

        var expected = SlowFrontEnd.Normalise([.. raw.Chunk(80).Select(frame => frame.Select(value => (double)value).ToArray())], Prior);
        Assert.True(Floats.MaxDifference([.. expected.SelectMany(frame => frame).Select(value => (float)value)], z) < 1e-4);
    }

    [Fact]
    public void Process_LongerThanTheMemory_EqualsTheSlowDefinitionTo1E3()
    {
        var raw = Frames(6000, seed: 4);

        var z = Run(raw, 6000);

        var expected = SlowFrontEnd.Normalise([.. raw.Chunk(80).Select(frame => frame.Select(value => (double)value).ToArray())], Prior);
        Assert.True(Floats.MaxDifference([.. expected.SelectMany(frame => frame).Select(value => (float)value)], z) < 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(33)]
    public void Process_AnyBlocks_GivesTheSame(int block)
    {
        var raw = Frames(300, seed: 5);

        Assert.Equal(Run(raw, 300), Run(raw, block));
    }

    [Fact]
    public void Process_LouderSound_GivesAlmostTheSame()
    {
        var raw = Frames(500, seed: 6).Select(value => value + 6).ToArray();

        var quiet = Run(raw, 500);
        var loud = Run([.. raw.Select(value => value + 3)], 500);

        Assert.True(Floats.MaxDifference(quiet, loud) < 1e-4);
    }

    [Fact]
    public void Process_InPlace_GivesTheSame()
    {
        var raw = Frames(50, seed: 7);
        var expected = Run(raw, 50);

        new FeatureNormalizer(Prior).Process(raw, raw);

        Assert.Equal(expected, raw);
    }

    [Fact]
    public void Reset_AfterAStream_StartsAfresh()
    {
        var normalizer = new FeatureNormalizer(Prior);
        var raw = Frames(100, seed: 8);
        var z = new float[raw.Length];
        normalizer.Process(Frames(1000, seed: 9), new float[80_000]);

        normalizer.Reset();
        normalizer.Process(raw, z);

        Assert.Equal(Run(raw, 100), z);
    }

    [Fact]
    public void Process_FrameAfterFrame_AllocatesNothing()
    {
        var (normalizer, raw, z) = (new FeatureNormalizer(Prior), Frames(1, seed: 10), new float[80]);

        Assert.Equal(0, Allocations.Of(() => normalizer.Process(raw, z), repeats: 3000));
    }

    private static float[] Run(float[] raw, int block)
    {
        var normalizer = new FeatureNormalizer(Prior);
        var z = new float[raw.Length];
        for (var at = 0; at < raw.Length; at += block * 80)
        {
            var count = Math.Min(block * 80, raw.Length - at);
            normalizer.Process(raw.AsSpan(at, count), z.AsSpan(at, count));
        }

        return z;
    }

    // Half seconds of speech at changing loudness, half seconds of near silence.
    private static float[] Frames(int count, int seed)
    {
        var random = new Random(seed);
        var raw = new float[count * 80];
        var level = 0.0;
        for (var t = 0; t < count; t++)
        {
            level = t % 50 == 0 ? t / 50 % 2 == 0 ? (random.NextDouble() * 8) - 2 : -12 : level;
            for (var band = 0; band < 80; band++)
            {
                raw[(t * 80) + band] = (float)Math.Max(-13.8, level + (3 * Math.Sin((t + band) / 9.0)) + random.NextDouble());
            }
        }

        return raw;
    }
}
