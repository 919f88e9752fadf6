using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class NoiseMixerTests
{
    private static readonly float[] Speech = [.. Signals.Silence(0.5), .. Signals.Tone(700, 1, amplitude: 0.1), .. Signals.Silence(0.5)];

    [Theory]
    [InlineData(-6)]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(20)]
    public void Mix_AtARatio_AddsNoiseOfThatLevel(double snrDb)
    {
        var mixed = Mixed(Signals.Noise(10, amplitude: 0.01), snrDb, seed: 1);

        var noise = mixed.Zip(Speech, (sum, speech) => sum - speech).ToArray();
        Assert.Equal(snrDb, 20 * Math.Log10(SpeechLevel.ActiveRms(Speech) / Signals.Rms(noise)), 0.05);
    }

    [Fact]
    public void Mix_NoiseShorterThanSpeech_IsLooped()
    {
        var mixed = Mixed(Signals.Noise(0.25), 10, seed: 2);

        var noise = mixed.Zip(Speech, (sum, speech) => sum - speech).ToArray();
        Assert.True(Floats.MaxDifference(noise.AsSpan(0, 4000), noise.AsSpan(4000, 4000)) < 1e-6);
        Assert.True(Signals.Rms(noise.AsSpan(28_000)) > 0.01);
    }

    [Fact]
    public void Mix_SameSeed_GivesTheSameAndAnotherSeedDoesNot()
    {
        var noise = Signals.Noise(10);

        Assert.Equal(Mixed(noise, 10, seed: 3), Mixed(noise, 10, seed: 3));
        Assert.NotEqual(Mixed(noise, 10, seed: 3), Mixed(noise, 10, seed: 4));
    }

    [Fact]
    public void Mix_TooLoud_IsTurnedDownAsAWhole()
    {
        var mixed = Mixed(Signals.Noise(10), -30, seed: 5);

        Assert.Equal(1, mixed.Max(Math.Abs), 1e-5f);
    }

    [Fact]
    public void Mix_StretchOfDigitalSilence_StaysFinite()
    {
        float[] noise = [.. Signals.Silence(100), .. Signals.Noise(0.01)];

        Assert.All(Mixed(noise, 0, seed: 6), sample => Assert.True(float.IsFinite(sample)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Create_SilentNoise_IsRefused(double seconds) =>
        Assert.Equal("noise-silent", NoiseMixer.Create(Signals.Silence(seconds)).Failure?.Code);

    private static float[] Mixed(float[] noise, double snrDb, int seed)
    {
        var mixed = new float[Speech.Length];
        NoiseMixer.Create(noise).Value!.Mix(Speech, snrDb, seed, mixed);
        return mixed;
    }
}
