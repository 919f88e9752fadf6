using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Noise that is laid under recordings at one signal-to-noise ratio. Safe for many threads.</summary>
public sealed class NoiseBed
{
    /// <summary>Seed of the offset under the first recording; the next ones count on.</summary>
    public const int Seed = 20_260_401;

    private readonly NoiseMixer _mixer;
    private readonly double _snrDb;

    private NoiseBed(NoiseMixer mixer, double snrDb)
    {
        _mixer = mixer;
        _snrDb = snrDb;
    }

    /// <summary>Reads the noise. Failures: those of the WAV reader and of silence.</summary>
    /// <param name="path">A WAV file.</param>
    /// <param name="snrDb">Level of active speech over the noise, in decibels.</param>
    public static async ValueTask<Outcome<NoiseBed>> LoadAsync(string path, double snrDb, CancellationToken cancellationToken)
    {
        var read = await Recording.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var noise, out var failure) || !NoiseMixer.Create(noise).TryGet(out var mixer, out failure)) return failure;
        return new NoiseBed(mixer, snrDb);
    }

    /// <summary>A recording with noise under it.</summary>
    /// <param name="speech">16 kHz mono.</param>
    /// <param name="index">Number of the recording, which chooses the offset.</param>
    public float[] Under(float[] speech, int index)
    {
        var mixed = new float[speech.Length];
        _mixer.Mix(speech, _snrDb, unchecked(Seed + index), mixed);
        return mixed;
    }
}
