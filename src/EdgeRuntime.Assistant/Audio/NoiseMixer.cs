using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Adds a recording of noise to speech at a given signal-to-noise ratio. Immutable; safe to share between threads.</summary>
public sealed class NoiseMixer
{
    private readonly float[] _noise;

    private NoiseMixer(float[] noise) => _noise = noise;

    /// <summary>Takes a recording of noise.</summary>
    /// <param name="noise">16 kHz samples in [-1, 1]; owned by the mixer. Looped where the speech is longer.</param>
    public static Outcome<NoiseMixer> Create(float[] noise) => SpeechLevel.Rms(noise) > 0
        ? new NoiseMixer(noise)
        : new Failure(
            Stages.Audio, "noise-silent", "The noise recording is silent, so no signal-to-noise ratio can be set with it.",
            "Give a recording with sound in it.");

    /// <summary>Lays noise under speech, at a given ratio.</summary>
    /// <param name="speech">16 kHz samples.</param>
    /// <param name="snrDb">Level of the speech while it is spoken (<see cref="SpeechLevel.ActiveRms"/>) above the level of the stretch of
    /// noise used, in decibels.</param>
    /// <param name="seed">Picks where in the recording the noise starts; the same seed gives the same mixture.</param>
    /// <param name="mixed">Room for as many samples; may be the speech itself. Silent speech is left as it is.</param>
    /// <remarks>A mixture that would leave [-1, 1] is turned down as a whole, which keeps the ratio.</remarks>
    public void Mix(ReadOnlySpan<float> speech, double snrDb, int seed, Span<float> mixed)
    {
        var offset = new Random(seed).Next(_noise.Length);
        var gain = Gain(SpeechLevel.ActiveRms(speech), snrDb, offset, speech.Length);
        var peak = 1f;
        for (var i = 0; i < speech.Length; i++)
        {
            mixed[i] = speech[i] + (gain * _noise[(offset + i) % _noise.Length]);
            peak = MathF.Max(peak, MathF.Abs(mixed[i]));
        }

        for (var i = 0; i < speech.Length && peak > 1; i++)
        {
            mixed[i] /= peak;
        }
    }

    private float Gain(double speechRms, double snrDb, int offset, int length)
    {
        var sum = 0.0;
        for (var i = 0; i < length; i++)
        {
            var sample = _noise[(offset + i) % _noise.Length];
            sum += (double)sample * sample;
        }

        // A stretch of digital silence in the recording cannot be raised to any level; the level of the whole recording stands in.
        var stretch = Math.Sqrt(sum / Math.Max(1, length));
        var noiseRms = stretch > 0 ? stretch : SpeechLevel.Rms(_noise);
        return (float)(speechRms / noiseRms * Math.Pow(10, -snrDb / 20));
    }
}
