using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

/// <summary>The features of the training code and ours are the same numbers.</summary>
public sealed class GoldenFeatureTests
{
    [FixtureFact("tests/fixtures/golden/golden.json")]
    public async Task Process_GoldenSound_EqualsTheTrainingCodeTo1E4()
    {
        var golden = Golden.Read(Fixtures.Path("golden"));

        var (raw, _) = await FeaturesOf(golden, prior: new float[80]);

        var expected = golden.Array("log-mel.f32", AudioFormat.Bands);
        Assert.Equal(expected.Length, raw.Length);
        AssertClose(expected, raw, belowPeak: 9);
    }

    [FixtureFact("tests/fixtures/golden/golden.json", "models/features-prior.f32")]
    public async Task Normalise_GoldenSound_EqualsTheTrainingCodeTo1E4()
    {
        var golden = Golden.Read(Fixtures.Path("golden"));
        using var file = File.OpenRead(Repository.PathOf("models", "features-prior.f32"));

        var (_, z) = await FeaturesOf(golden, FeaturePrior.Load(file).Value!);

        Assert.True(Floats.MaxDifference(golden.Array("normalised.f32", AudioFormat.Bands), z) < 1e-4);
    }

    [FixtureFact("tests/fixtures/golden/golden.json", "models/features-prior.f32")]
    public async Task NormaliseWhole_GoldenSound_EqualsTheTrainingCodeTo1E4()
    {
        var golden = Golden.Read(Fixtures.Path("golden"));
        using var file = File.OpenRead(Repository.PathOf("models", "features-prior.f32"));
        var (raw, _) = await FeaturesOf(golden, prior: new float[80]);
        var z = new float[raw.Length];

        new UtteranceNormalizer(FeaturePrior.Load(file).Value!, raw.Length / AudioFormat.Bands).Process(raw, z);

        Assert.True(Floats.MaxDifference(golden.Array("normalised-whole.f32", AudioFormat.Bands), z) < 1e-4);
    }

    // Single precision carries about 1e-7 of the strongest band into all others, in both codes;
    // what lies more than 9 nat below is cut off later.
    private static void AssertClose(float[] expected, float[] actual, float belowPeak)
    {
        for (var at = 0; at < expected.Length; at += AudioFormat.Bands)
        {
            var peak = expected.AsSpan(at, AudioFormat.Bands).ToArray().Max();
            for (var band = at; band < at + AudioFormat.Bands; band++)
            {
                Assert.Equal(expected[band], actual[band], expected[band] > peak - belowPeak ? 1e-4f : 2e-2f);
            }
        }
    }

    private static async Task<(float[] Raw, float[] Z)> FeaturesOf(Golden golden, float[] prior)
    {
        await using var source = WavSource.Open(golden.Wav).Value!;
        var samples = await source.ReadAllAsync(block: 1000);
        var raw = new float[LogMelFrontEnd.MaxFrames(samples.Length) * AudioFormat.Bands];
        raw = raw[..(new LogMelFrontEnd().Process(samples, raw) * AudioFormat.Bands)];
        var z = new float[raw.Length];
        new FeatureNormalizer(prior).Process(raw, z);
        return (raw, z);
    }
}
