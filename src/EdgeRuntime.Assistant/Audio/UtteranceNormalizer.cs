using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>What <see cref="FeatureNormalizer"/> does, for an utterance that is known to its end:
/// the peak falls off in both directions, and one mean, that of all its speech, is taken away from every frame. One thread;
/// allocates nothing.</summary>
public sealed class UtteranceNormalizer
{
    private readonly float[] _prior; // [80]
    private readonly float[] _mean = new float[AudioFormat.Bands];
    private readonly float[] _peaks; // one per frame

    /// <param name="prior">Mean spectrum of speech, [80], see <see cref="FeaturePrior"/>; copied.</param>
    /// <param name="mostFrames">Most frames of an utterance; <see cref="Process"/> throws on more.</param>
    public UtteranceNormalizer(ReadOnlySpan<float> prior, int mostFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(prior.Length, AudioFormat.Bands);
        _prior = prior.ToArray();
        _peaks = new float[mostFrames];
    }

    /// <param name="raw">Log-mel frames, [n, 80].</param>
    /// <param name="z">Room for as many normalised frames; not the same memory.</param>
    public void Process(ReadOnlySpan<float> raw, Span<float> z)
    {
        var frames = raw.Length / AudioFormat.Bands;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, _peaks.Length);
        FollowPeaks(raw, frames);
        Array.Clear(_mean);
        var count = FeatureScale.PriorFrames;
        for (var t = 0; t < frames; t++)
        {
            if (Lift(raw.Slice(t * AudioFormat.Bands, AudioFormat.Bands), z.Slice(t * AudioFormat.Bands, AudioFormat.Bands), _peaks[t]))
            {
                count++;
            }
        }

        for (var band = 0; band < _mean.Length; band++)
        {
            _mean[band] = (_mean[band] + (FeatureScale.PriorFrames * _prior[band])) / count;
        }

        for (var t = 0; t < frames; t++)
        {
            Center(z.Slice(t * AudioFormat.Bands, AudioFormat.Bands));
        }
    }

    private void FollowPeaks(ReadOnlySpan<float> raw, int frames)
    {
        var forwards = default(PeakFollower);
        for (var t = 0; t < frames; t++)
        {
            _peaks[t] = forwards.Follow(SampleMath.Max(raw.Slice(t * AudioFormat.Bands, AudioFormat.Bands)));
        }

        var backwards = default(PeakFollower);
        for (var t = frames - 1; t >= 0; t--)
        {
            _peaks[t] = MathF.Max(_peaks[t], backwards.Follow(SampleMath.Max(raw.Slice(t * AudioFormat.Bands, AudioFormat.Bands))));
        }
    }

    // Writes what stands above the floor to z; speech is added to the mean.
    private bool Lift(ReadOnlySpan<float> raw, Span<float> z, float peak)
    {
        var floor = peak - FeatureScale.Range;
        var isSpeech = SampleMath.Max(raw) - floor > FeatureScale.SpeechGate;
        var from = MemoryMarshal.Cast<float, Vector<float>>(raw);
        var to = Wide(z);
        var sum = Wide(_mean);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Vector.Max(from[i] - new Vector<float>(floor), Vector<float>.Zero);
            if (isSpeech) sum[i] += to[i];
        }

        return isSpeech;
    }

    private void Center(Span<float> z)
    {
        var to = Wide(z);
        var mean = Wide(_mean);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (to[i] - mean[i]) * FeatureScale.Scale;
        }
    }

    private static Span<Vector<float>> Wide(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
