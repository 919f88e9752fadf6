using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class SpeechLevelTests
{
    [Fact]
    public void ActiveRms_SteadyTone_IsItsRms() => Assert.Equal(0.5 / Math.Sqrt(2), SpeechLevel.ActiveRms(Signals.Tone(1000, 1)), 1e-4);

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(20)]
    public void ActiveRms_PausesAround_DoNotCount(double seconds)
    {
        float[] padded = [.. Signals.Silence(seconds), .. Signals.Tone(1000, 1), .. Signals.Noise(seconds, amplitude: 0.001)];

        Assert.Equal(SpeechLevel.ActiveRms(Signals.Tone(1000, 1)), SpeechLevel.ActiveRms(padded), 1e-3);
    }

    [Fact]
    public void ActiveRms_HumUnderTheSpeech_DoesNotCountEither()
    {
        var hum = Signals.Tone(100, 1, amplitude: 0.5 * Math.Pow(10, -25 / 20.0));
        float[] sound = [.. Signals.Silence(50), .. hum, .. Signals.Tone(1000, 1)];

        Assert.Equal(SpeechLevel.ActiveRms(Signals.Tone(1000, 1)), SpeechLevel.ActiveRms(sound), 1e-3);
    }

    [Fact]
    public void ActiveRms_NoSpeech_IsZero()
    {
        Assert.Equal(0, SpeechLevel.ActiveRms([]));
        Assert.Equal(0, SpeechLevel.ActiveRms(Signals.Silence(1)));
    }

    [Fact]
    public void ActiveRms_LessThanAFrame_IsThePlainRms() => Assert.Equal(0.25, SpeechLevel.ActiveRms([0.25f, -0.25f, 0.25f]), 1e-6);
}
