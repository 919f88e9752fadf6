using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>The first three radix-2 stages of <see cref="RealFft"/> in one: there a radix-2 loop is too short for vectors, while this one
/// runs over neighbouring points of the input. In: x[j + m q]. Out: y[8 j + p] =
/// exp(-2 pi i j p / n) · sum over q of x[j + m q] · exp(-2 pi i p q / 8), m = n / 8.</summary>
internal sealed class RadixEightStage
{
    private const int Radix = 8;
    private const float Root = 0.70710678f; // sqrt(1 / 2)

    private readonly int _points; // m
    private readonly float[] _cos; // [8, m]
    private readonly float[] _sin; // [8, m]
    private readonly float[] _re; // [8, m] outputs before they are put into order
    private readonly float[] _im; // [8, m]

    /// <summary>Prepares the stage for n complex points.</summary>
    public RadixEightStage(int n)
    {
        _points = n / Radix;
        _cos = [.. Enumerable.Range(0, n).Select(i => (float)Math.Cos(2 * Math.PI * (i / _points) * (i % _points) / n))];
        _sin = [.. Enumerable.Range(0, n).Select(i => (float)-Math.Sin(2 * Math.PI * (i / _points) * (i % _points) / n))];
        (_re, _im) = (new float[n], new float[n]);
    }

    /// <summary>True where n complex points fill whole vectors.</summary>
    public static bool Fits(int n) => n % (Radix * Vector<float>.Count) == 0;

    /// <summary>Takes n complex points and gives as many, in memory of their own; keeps scratch between calls: one thread.</summary>
    public void Run(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> toRe, Span<float> toIm)
    {
        var step = _points / Vector<float>.Count;
        var inRe = Wide(re);
        var inIm = Wide(im);
        for (var j = 0; j < step; j++)
        {
            // Halves of the input: sums make the even outputs, differences, turned by multiples of 45 degrees, the odd ones.
            var (s0, d0) = SumAndDifference(inRe, inIm, j, j + (4 * step));
            var (s1, d1) = SumAndDifference(inRe, inIm, j + step, j + (5 * step));
            var (s2, d2) = SumAndDifference(inRe, inIm, j + (2 * step), j + (6 * step));
            var (s3, d3) = SumAndDifference(inRe, inIm, j + (3 * step), j + (7 * step));
            Four(s0, s1, s2, s3, first: 0, j);
            Four(
                d0,
                new Complex((d1.Re + d1.Im) * Root, (d1.Im - d1.Re) * Root),
                new Complex(d2.Im, -d2.Re),
                new Complex((d3.Im - d3.Re) * Root, -(d3.Re + d3.Im) * Root),
                first: 1,
                j);
        }

        Transpose(_re, toRe);
        Transpose(_im, toIm);
    }

    private static (Complex Sum, Complex Difference) SumAndDifference(
        ReadOnlySpan<Vector<float>> re, ReadOnlySpan<Vector<float>> im, int a, int b) =>
        (new Complex(re[a] + re[b], im[a] + im[b]), new Complex(re[a] - re[b], im[a] - im[b]));

    // A transform of four points: outputs first, first + 2, first + 4, first + 6.
    private void Four(Complex a, Complex b, Complex c, Complex d, int first, int j)
    {
        var (t0, t1) = (new Complex(a.Re + c.Re, a.Im + c.Im), new Complex(a.Re - c.Re, a.Im - c.Im));
        var (t2, t3) = (new Complex(b.Re + d.Re, b.Im + d.Im), new Complex(b.Im - d.Im, d.Re - b.Re));
        Store(new Complex(t0.Re + t2.Re, t0.Im + t2.Im), first, j);
        Store(new Complex(t1.Re + t3.Re, t1.Im + t3.Im), first + 2, j);
        Store(new Complex(t0.Re - t2.Re, t0.Im - t2.Im), first + 4, j);
        Store(new Complex(t1.Re - t3.Re, t1.Im - t3.Im), first + 6, j);
    }

    private void Store(Complex y, int p, int j)
    {
        var at = (p * _points) + (j * Vector<float>.Count);
        var (cos, sin) = (new Vector<float>(_cos, at), new Vector<float>(_sin, at));
        ((y.Re * cos) - (y.Im * sin)).CopyTo(_re, at);
        ((y.Re * sin) + (y.Im * cos)).CopyTo(_im, at);
    }

    private void Transpose(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var p = 0; p < Radix; p++)
        {
            var row = from.Slice(p * _points, _points);
            for (var j = 0; j < row.Length; j++)
            {
                to[(Radix * j) + p] = row[j];
            }
        }
    }

    private static ReadOnlySpan<Vector<float>> Wide(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    private readonly record struct Complex(Vector<float> Re, Vector<float> Im);
}
