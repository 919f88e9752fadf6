using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Measures voice activity frame by frame (40 ms) on speech that is mixed with noise. One thread.
/// A frame counts as speech when the clean recording is within <see cref="SpeechLevel.ActiveRangeDb"/> of its active level there, and as
/// noise when it is more than <see cref="SilenceDb"/> below; frames in between, where people disagree, are not counted.</summary>
public sealed class VoiceEvaluation(AlwaysOnListener listener)
{
    /// <summary>Clean frames this far below the active level hold no speech.</summary>
    public const double SilenceDb = 30;

    private const int FrameSamples = AudioFormat.HopSamples * AudioFormat.FramesPerOutput;

    /// <summary>Noise alone before and behind the speech.</summary>
    private static readonly float[] Margin = new float[AudioFormat.SampleRateHz];

    private readonly List<float> _speech = [];
    private readonly List<float> _noise = [];
    private float[] _probabilities = [];

    /// <summary>Probabilities that the model gave frames of speech.</summary>
    public IReadOnlyList<float> SpeechFrames => _speech;

    /// <summary>Probabilities that the model gave frames of noise.</summary>
    public IReadOnlyList<float> NoiseFrames => _noise;

    /// <summary>Hears one recording.</summary>
    /// <param name="speech">Clean speech, 16 kHz mono.</param>
    /// <param name="bed">Noise to lay under it.</param>
    /// <param name="index">Number of the recording, which chooses the stretch of noise.</param>
    public void Add(float[] speech, NoiseBed bed, int index)
    {
        float[] clean = [.. Margin, .. speech, .. Margin];
        var active = SpeechLevel.ActiveRms(clean);
        if (active == 0) return;
        Hear(bed.Under(clean, index));
        for (var frame = 0; frame < _probabilities.Length; frame++)
        {
            if (float.IsNaN(_probabilities[frame])) continue;
            var belowDb = 20 * Math.Log10(active / (SpeechLevel.Rms(clean.AsSpan(frame * FrameSamples, FrameSamples)) + 1e-12));
            if (belowDb <= SpeechLevel.ActiveRangeDb) _speech.Add(_probabilities[frame]);
            else if (belowDb >= SilenceDb) _noise.Add(_probabilities[frame]);
        }
    }

    private void Hear(ReadOnlySpan<float> mixed)
    {
        listener.Reset();
        _probabilities = new float[mixed.Length / FrameSamples];
        Array.Fill(_probabilities, float.NaN);
        for (var at = 0; at < mixed.Length; at += AudioFormat.SampleRateHz)
        {
            Take(listener.Push(mixed.Slice(at, Math.Min(AudioFormat.SampleRateHz, mixed.Length - at))));
        }

        Take(listener.Finish());
    }

    private void Take(ReadOnlySpan<ListenerEvent> events)
    {
        foreach (ref readonly var heard in events)
        {
            var frame = (int)(heard.EndFrame / AudioFormat.FramesPerOutput) - 1;
            if (heard.Kind == ListenerEventKind.Activity && frame >= 0 && frame < _probabilities.Length)
            {
                _probabilities[frame] = heard.Activity.Probability;
            }
        }
    }
}
