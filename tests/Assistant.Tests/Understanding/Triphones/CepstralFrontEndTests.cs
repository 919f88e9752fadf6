using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Understanding.Triphones;
using TestKit;

namespace Assistant.Tests.Understanding.Triphones;

public sealed class CepstralFrontEndTests
{
    [FixtureFact("models/expert-tables.bin", "tests/fixtures/golden/expert-features.f32")]
    public void Process_GoldenSound_EqualsTheTrainingCode()
    {
        var raw = Floats.Read(Fixtures.Path("golden/log-mel.f32"));
        var frontEnd = Committed();
        var features = new float[raw.Length / AudioFormat.Bands * CepstralFrontEnd.Width];

        frontEnd.Process(raw.AsSpan(0, 50 * AudioFormat.Bands), features); // what was heard before counts nothing
        frontEnd.Process(raw, features);

        Assert.InRange(Floats.MaxDifference(Floats.Read(Fixtures.Path("golden/expert-features.f32")), features), 0, 0.01);
    }

    [FixtureFact("models/expert-tables.bin")]
    public void Process_LouderSound_GivesTheSame()
    {
        var raw = Floats.Read(Fixtures.Path("golden/log-mel.f32"));
        var (quiet, loud) = (Features(raw), Features([.. raw.Select(value => value + 3)]));

        Assert.InRange(Floats.MaxDifference(quiet, loud), 0, 0.01);
    }

    [FixtureFact("models/expert-tables.bin")]
    public void Process_SecondSound_AllocatesNothing()
    {
        var raw = Floats.Read(Fixtures.Path("golden/log-mel.f32"));
        var features = new float[raw.Length / AudioFormat.Bands * CepstralFrontEnd.Width];
        var frontEnd = Committed();

        Assert.Equal(0, Allocations.Of(() => frontEnd.Process(raw, features), warmUp: 5, repeats: 20));
    }

    [FixtureFact("models/expert-tables.bin")]
    public void Process_NoFrames_WritesNothing() => Committed().Process([], []);

    private static float[] Features(float[] raw)
    {
        var features = new float[raw.Length / AudioFormat.Bands * CepstralFrontEnd.Width];
        Committed().Process(raw, features);
        return features;
    }

    private static CepstralFrontEnd Committed() =>
        TriphoneTables.Load(File.ReadAllBytes(Repository.PathOf("models", "expert-tables.bin"))).Value!.CreateFrontEnd();
}
