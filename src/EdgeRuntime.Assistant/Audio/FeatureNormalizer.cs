using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Makes log-mel frames independent of loudness and of the microphone's colour, causally: everything more than 9 nat below a
/// slowly falling
/// peak is cut off, then a running mean over the speech so far is taken away. One stream, one thread; allocates nothing per
/// block.</summary>
public sealed class FeatureNormalizer
{
    /// <summary>Lowest peak, in nat: about a whisper at 16 bit, so that silence is not blown up.</summary>
    private const float PeakMin = 0;

    /// <summary>Fall of the peak per frame: 0.5 nat (4.3 dB in amplitude squared) per second.</summary>
    private const float PeakDecay = 0.005f;

    /// <summary>What is kept below the peak, in nat: 9 / ln(10) · 10 = 39 dB.</summary>
    private const float Range = 9;

    /// <summary>A frame with a band higher than this above the floor counts as speech for the mean.</summary>
    private const float SpeechGate = 5;

    /// <summary>Frames that the prior mean weighs.</summary>
    private const float PriorFrames = 50;

    /// <summary>Most frames that the mean remembers: 15 s of speech.</summary>
    private const float MaxFrames = 1500;

    /// <summary>Brings the spread of a band to about 1.</summary>
    private const float Scale = 0.4f;

    private readonly float[] _prior; // [80]
    private readonly float[] _sum = new float[AudioFormat.Bands];
    private float _count;
    private float _peak;
    private float _last; // highest band of the frame before
    private float _beforeLast; // and of the one before that
    private bool _started;

    /// <summary>Starts from the mean spectrum of speech.</summary>
    /// <param name="prior">[80], see <see cref="FeaturePrior"/>; copied.</param>
    public FeatureNormalizer(ReadOnlySpan<float> prior)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(prior.Length, AudioFormat.Bands);
        _prior = prior.ToArray();
        Reset();
    }

    /// <summary>Loudest band of late, smoothed, in nat: the level that the floor hangs under.</summary>
    public float Peak => _peak;

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        for (var band = 0; band < _sum.Length; band++)
        {
            _sum[band] = PriorFrames * _prior[band];
        }

        _count = PriorFrames;
        _peak = PeakMin;
        _started = false;
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
        FollowPeak(energy);
        var floor = _peak - Range;
        var isSpeech = MathF.Max(energy - floor, 0) > SpeechGate;
        var from = Wide(raw);
        var to = Wide(z);
        var sum = Wide(_sum.AsSpan());
        var count = _count + (isSpeech ? 1 : 0);
        var perCount = 1 / count;
        for (var i = 0; i < to.Length; i++)
        {
            var x = Vector.Max(from[i] - new Vector<float>(floor), Vector<float>.Zero);
            sum[i] += isSpeech ? x : Vector<float>.Zero;
            to[i] = (x - (sum[i] * perCount)) * Scale;
        }

        _count = count;
        Forget();
    }

    private void FollowPeak(float energy)
    {
        (_last, _beforeLast) = _started ? (_last, _beforeLast) : (energy, energy);
        _started = true;
        var smooth = (energy + _last + _beforeLast) / 3;
        _peak = MathF.Max(MathF.Max(smooth, _peak - PeakDecay), PeakMin);
        (_last, _beforeLast) = (energy, _last);
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
