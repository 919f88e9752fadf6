using System.Numerics;
using System.Runtime.InteropServices;
using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>Turns the log-mel frames of an utterance that is known to its end into what a GMM-HMM hears: 13 cepstra every 10 ms without the
/// mean of its speech, and their two differences. One thread; allocates only when an utterance is longer than all before.</summary>
/// <remarks><c>models/training/sphinx_features.py</c> computes the same. With silence in the mean a quiet beginning would move every frame
/// that follows.</remarks>
public sealed class CepstralFrontEnd
{
    /// <summary>Numbers of a frame.</summary>
    public const int Width = 3 * Cepstra;

    private const int Cepstra = 13;
    private const int Filters = 25;

    /// <summary>Nats under the loudest filter nearby at which a frame's loudest one is no speech any more.</summary>
    private const float SpeechRange = 8;

    /// <summary>Nats per frame that the loudest filter nearby falls off.</summary>
    private const float PeakDecay = 0.005f;

    private readonly float[] _overlay; // [25, 80]
    private readonly float[] _cosines; // [13, 25]
    private readonly float[] _power = new float[AudioFormat.Bands];
    private readonly float[] _filters = new float[Filters]; // of one frame
    private readonly float[] _mean = new float[Cepstra];
    private float[] _cepstra = []; // [frames, 13]
    private float[] _tops = []; // [frames], the loudest filter
    private float[] _peaks = []; // [frames]
    private float[] _smooth = []; // [frames]

    /// <param name="overlay">What each filter hears of the power in each band, [80, 25].</param>
    /// <param name="cosines">The transform that makes cepstra of the logarithms of the filters, [25, 13].</param>
    public CepstralFrontEnd(ReadOnlySpan<float> overlay, ReadOnlySpan<float> cosines)
    {
        _overlay = Transposed(overlay, AudioFormat.Bands, Filters);
        _cosines = Transposed(cosines, Filters, Cepstra);
    }

    /// <summary>Numbers that the two tables of the constructor hold.</summary>
    public static (int Overlay, int Cosines) TableSizes => (AudioFormat.Bands * Filters, Filters * Cepstra);

    /// <summary>Hears a whole utterance.</summary>
    /// <param name="logMel">[n, 80].</param>
    /// <param name="features">Room for [n, <see cref="Width"/>].</param>
    public void Process(ReadOnlySpan<float> logMel, Span<float> features)
    {
        var frames = logMel.Length / AudioFormat.Bands;
        if (frames == 0) return;
        Reserve(frames);
        for (var t = 0; t < frames; t++) Transform(logMel.Slice(t * AudioFormat.Bands, AudioFormat.Bands), t);
        FollowPeaks(frames);
        TakeMeanAway(frames);
        for (var t = 0; t < frames; t++) Differ(t, frames, features.Slice(t * Width, Width));
    }

    private void Reserve(int frames)
    {
        if (_tops.Length >= frames) return;
        (_cepstra, _tops, _peaks, _smooth) = (new float[frames * Cepstra], new float[frames], new float[frames], new float[frames]);
    }

    private void Transform(ReadOnlySpan<float> logMel, int t)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(logMel);
        var power = MemoryMarshal.Cast<float, Vector<float>>(_power.AsSpan());
        for (var i = 0; i < power.Length; i++) power[i] = Vector.Exp(from[i]);
        for (var k = 0; k < Filters; k++) _filters[k] = SampleMath.Dot(_overlay.AsSpan(k * AudioFormat.Bands, AudioFormat.Bands), _power);
        SampleMath.LogInPlace(_filters, 0);
        _tops[t] = SampleMath.Max(_filters);
        for (var k = 0; k < Cepstra; k++)
        {
            _cepstra[(t * Cepstra) + k] = SampleMath.Dot(_cosines.AsSpan(k * Filters, Filters), _filters);
        }
    }

    // Of three frames, falling off slowly to both sides.
    private void FollowPeaks(int frames)
    {
        for (var t = 0; t < frames; t++)
        {
            _smooth[t] = (_tops[Math.Max(0, t - 1)] + _tops[t] + _tops[Math.Min(frames - 1, t + 1)]) / 3;
        }

        var peak = float.NegativeInfinity;
        for (var t = 0; t < frames; t++) _peaks[t] = peak = MathF.Max(peak - PeakDecay, _smooth[t]);
        peak = float.NegativeInfinity;
        for (var t = frames - 1; t >= 0; t--)
        {
            peak = MathF.Max(peak - PeakDecay, _smooth[t]);
            _peaks[t] = MathF.Max(_peaks[t], peak);
        }
    }

    private void TakeMeanAway(int frames)
    {
        Array.Clear(_mean);
        var speech = 0;
        for (var t = 0; t < frames; t++)
        {
            if (_tops[t] <= _peaks[t] - SpeechRange) continue;
            for (var k = 0; k < Cepstra; k++) _mean[k] += _cepstra[(t * Cepstra) + k];
            speech++;
        }

        for (var i = 0; i < frames * Cepstra; i++) _cepstra[i] -= _mean[i % Cepstra] / speech;
    }

    // c[t + 2] - c[t - 2] and (c[t + 3] - c[t - 1]) - (c[t + 1] - c[t - 3]); the first and the last frame go on beyond the ends.
    private void Differ(int t, int frames, Span<float> to)
    {
        float At(int offset, int k) => _cepstra[(Math.Clamp(t + offset, 0, frames - 1) * Cepstra) + k];
        for (var k = 0; k < Cepstra; k++)
        {
            to[k] = At(0, k);
            to[Cepstra + k] = At(2, k) - At(-2, k);
            to[(2 * Cepstra) + k] = At(3, k) - At(-1, k) - At(1, k) + At(-3, k);
        }
    }

    private static float[] Transposed(ReadOnlySpan<float> table, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(table.Length, rows * columns);
        var turned = new float[table.Length];
        for (var i = 0; i < table.Length; i++) turned[(i % columns * rows) + (i / columns)] = table[i];
        return turned;
    }
}
