using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Makes log-mel frames independent of loudness and of the microphone's colour, causally: everything more than 9 nat below a
/// slowly falling peak is cut off, then a running mean over the speech so far is taken away. One stream, one thread; allocates nothing per
/// block.</summary>
public sealed class FeatureNormalizer
{
    /// <summary>Most frames that the mean remembers: 15 s of speech.</summary>
    private const float MaxFrames = 1500;

    private readonly float[] _prior; // [80]
    private readonly float[] _sum = new float[AudioFormat.Bands];
    private float _count;
    private PeakFollower _follower;

    /// <summary>Starts from the mean spectrum of speech.</summary>
    /// <param name="prior">[80], see <see cref="FeaturePrior"/>; copied.</param>
    public FeatureNormalizer(ReadOnlySpan<float> prior)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(prior.Length, AudioFormat.Bands);
        _prior = prior.ToArray();
        Reset();
    }

    /// <summary>Loudest band of late, smoothed, in nat: the level that the floor hangs under.</summary>
    public float Peak => _follower.Peak;

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        for (var band = 0; band < _sum.Length; band++)
        {
            _sum[band] = FeatureScale.PriorFrames * _prior[band];
        }

        _count = FeatureScale.PriorFrames;
        _follower = default;
    }

    /// <summary>Normalises frames in order.</summary>
    /// <param name="raw">Log-mel frames, [n, 80].</param>
    /// <param name="z">Room for as many normalised frames; may be the same memory.</param>
    public void Process(ReadOnlySpan<float> raw, Span<float> z)
    {
        for (var at = 0; at < raw.Length; at += AudioFormat.Bands)
        {
            Frame(raw.Slice(at, AudioFormat.Bands), z.Slice(at, AudioFormat.Bands));
        }
    }

    private void Frame(ReadOnlySpan<float> raw, Span<float> z)
    {
        var energy = SampleMath.Max(raw);
        var floor = _follower.Follow(energy) - FeatureScale.Range;
        var isSpeech = MathF.Max(energy - floor, 0) > FeatureScale.SpeechGate;
        var from = Wide(raw);
        var to = Wide(z);
        var sum = Wide(_sum.AsSpan());
        var count = _count + (isSpeech ? 1 : 0);
        var perCount = 1 / count;
        for (var i = 0; i < to.Length; i++)
        {
            var x = Vector.Max(from[i] - new Vector<float>(floor), Vector<float>.Zero);
            sum[i] += isSpeech ? x : Vector<float>.Zero;
            to[i] = (x - (sum[i] * perCount)) * FeatureScale.Scale;
        }

        _count = count;
        Forget();
    }

    // Sum and count shrink together, so the mean stays and newer speech weighs more from now on.
    private void Forget()
    {
        if (_count <= MaxFrames)
        {
            return;
        }

        var scale = MaxFrames / _count;
        foreach (ref var sum in Wide(_sum.AsSpan()))
        {
            sum *= scale;
        }

        _count = MaxFrames;
    }

    private static ReadOnlySpan<Vector<float>> Wide(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    private static Span<Vector<float>> Wide(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
