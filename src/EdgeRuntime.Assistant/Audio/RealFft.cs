using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Fourier transform of real numbers, for one power-of-two size. Owns its scratch memory: one thread at a time; allocates nothing
/// per call.</summary>
/// <remarks>The n real numbers are taken as n / 2 complex ones, transformed by the autosort algorithm of Stockham (radix 2, real and
/// imaginary parts apart, so that the inner loops are plain vector loops; the first three stages in one), and split by symmetry. Source:
/// C. Van Loan,
/// Computational Frameworks for the Fast Fourier Transform, sections 1.7 and 4.3.</remarks>
public sealed class RealFft
{
    private readonly int _half; // n / 2 complex points
    private readonly float[] _cos; // [n / 2 + 1] cos(2 pi k / n)
    private readonly float[] _sin; // [n / 2 + 1] -sin(2 pi k / n)
    private readonly RadixEightStage? _first; // null for sizes too small for it
    private float[] _re; // [n / 2]
    private float[] _im; // [n / 2]
    private float[] _nextRe; // [n / 2]
    private float[] _nextIm; // [n / 2]

    /// <summary>Prepares the tables for one size.</summary>
    /// <param name="size">Real points, a power of two of at least 4.</param>
    public RealFft(int size)
    {
        if (size < 4 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The size must be a power of two of at least 4.");
        }

        Size = size;
        _half = size / 2;
        _cos = [.. Enumerable.Range(0, _half + 1).Select(k => (float)Math.Cos(2 * Math.PI * k / size))];
        _sin = [.. Enumerable.Range(0, _half + 1).Select(k => (float)-Math.Sin(2 * Math.PI * k / size))];
        _first = RadixEightStage.Fits(_half) ? new RadixEightStage(_half) : null;
        (_re, _im, _nextRe, _nextIm) = (new float[_half], new float[_half], new float[_half], new float[_half]);
    }

    /// <summary>Real points.</summary>
    public int Size { get; }

    /// <summary>Squared magnitude at each frequency.</summary>
    /// <param name="samples">Up to <see cref="Size"/> real points; the rest is taken as 0.</param>
    /// <param name="power">Room for <see cref="Size"/> / 2 + 1 values.</param>
    public void Power(ReadOnlySpan<float> samples, Span<float> power)
    {
        Transform(samples);
        power[0] = (_re[0] + _im[0]) * (_re[0] + _im[0]);
        power[_half] = (_re[0] - _im[0]) * (_re[0] - _im[0]);
        for (var k = 1; k <= _half / 2; k++)
        {
            var (even, odd) = Split(k);
            power[k] = Square(even.Re + odd.Re) + Square(even.Im + odd.Im);
            power[_half - k] = Square(even.Re - odd.Re) + Square(even.Im - odd.Im);
        }
    }

    /// <summary>The transform itself.</summary>
    /// <param name="samples">Up to <see cref="Size"/> real points; the rest is taken as 0.</param>
    /// <param name="real">Room for <see cref="Size"/> / 2 + 1 real parts.</param>
    /// <param name="imaginary">Room for as many imaginary parts.</param>
    public void Forward(ReadOnlySpan<float> samples, Span<float> real, Span<float> imaginary)
    {
        Transform(samples);
        (real[0], imaginary[0]) = (_re[0] + _im[0], 0);
        (real[_half], imaginary[_half]) = (_re[0] - _im[0], 0);
        for (var k = 1; k <= _half / 2; k++)
        {
            var (even, odd) = Split(k);
            (real[k], imaginary[k]) = (even.Re + odd.Re, even.Im + odd.Im);
            (real[_half - k], imaginary[_half - k]) = (even.Re - odd.Re, odd.Im - even.Im);
        }
    }

    // Even points as real parts, odd points as imaginary parts.
    private void Transform(ReadOnlySpan<float> samples)
    {
        var pairs = samples.Length / 2;
        for (var i = 0; i < pairs; i++)
        {
            _re[i] = samples[2 * i];
            _im[i] = samples[(2 * i) + 1];
        }

        _re.AsSpan(pairs).Clear();
        _im.AsSpan(pairs).Clear();
        if ((samples.Length & 1) != 0)
        {
            _re[pairs] = samples[^1];
        }

        var width = 1;
        if (_first is not null)
        {
            _first.Run(_re, _im, _nextRe, _nextIm);
            Swap();
            width = 8;
        }

        for (var groups = _half / 2 / width; groups > 0; groups /= 2, width *= 2)
        {
            Stage(groups, width);
            Swap();
        }
    }

    private void Swap() => (_re, _im, _nextRe, _nextIm) = (_nextRe, _nextIm, _re, _im);

    private void Stage(int groups, int width)
    {
        for (var group = 0; group < groups; group++)
        {
            // exp(-2 pi i group / (2 groups)), found in the table of the whole circle of n = 2 half points.
            var angle = group * (_half / groups);
            var (from, to) = (group * width, 2 * group * width);
            Butterfly(
                _re.AsSpan(from, width), _im.AsSpan(from, width), _re.AsSpan(from + (_half / 2), width),
                _im.AsSpan(from + (_half / 2), width),
                _nextRe.AsSpan(to, 2 * width), _nextIm.AsSpan(to, 2 * width), _cos[angle], _sin[angle]);
        }
    }

    // First half of the target: a + b; second half: (a - b) · w.
    private static void Butterfly(
        Span<float> aRe, Span<float> aIm, Span<float> bRe, Span<float> bIm, Span<float> toRe, Span<float> toIm, float wRe, float wIm)
    {
        var width = aRe.Length;
        if (width >= Vector<float>.Count)
        {
            ButterflyVector(Wide(aRe), Wide(aIm), Wide(bRe), Wide(bIm), Wide(toRe), Wide(toIm), wRe, wIm);
            return;
        }

        for (var k = 0; k < width; k++)
        {
            var (dRe, dIm) = (aRe[k] - bRe[k], aIm[k] - bIm[k]);
            toRe[k] = aRe[k] + bRe[k];
            toIm[k] = aIm[k] + bIm[k];
            toRe[width + k] = (dRe * wRe) - (dIm * wIm);
            toIm[width + k] = (dRe * wIm) + (dIm * wRe);
        }
    }

    private static void ButterflyVector(
        Span<Vector<float>> aRe, Span<Vector<float>> aIm, Span<Vector<float>> bRe, Span<Vector<float>> bIm,
        Span<Vector<float>> toRe, Span<Vector<float>> toIm, float wRe, float wIm)
    {
        var width = aRe.Length;
        for (var k = 0; k < width; k++)
        {
            var (dRe, dIm) = (aRe[k] - bRe[k], aIm[k] - bIm[k]);
            toRe[k] = aRe[k] + bRe[k];
            toIm[k] = aIm[k] + bIm[k];
            toRe[width + k] = (dRe * wRe) - (dIm * wIm);
            toIm[width + k] = (dRe * wIm) + (dIm * wRe);
        }
    }

    private static Span<Vector<float>> Wide(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    // With Z the transform of the pairs: X[k] = even + odd and X[half - k] = (even - odd)*, where even = (Z[k] + Z[half - k]*) / 2
    // and odd = exp(-2 pi i k / n) · (Z[k] - Z[half - k]*) / 2i.
    private ((float Re, float Im) Even, (float Re, float Im) Odd) Split(int k)
    {
        var j = _half - k;
        var (oddRe, oddIm) = ((_im[k] + _im[j]) * 0.5f, (_re[j] - _re[k]) * 0.5f);
        return (
            ((_re[k] + _re[j]) * 0.5f, (_im[k] - _im[j]) * 0.5f),
            ((oddRe * _cos[k]) - (oddIm * _sin[k]), (oddRe * _sin[k]) + (oddIm * _cos[k])));
    }

    private static float Square(float x) => x * x;
}
