using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>The few vector loops of the audio path, as wide as the machine allows.</summary>
internal static class SampleMath
{
    /// <summary>Sum of products; both spans have the same length.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum0 = Vector<float>.Zero;
        var sum1 = Vector<float>.Zero;
        var i = 0;
        for (; i + 1 < va.Length && i + 1 < vb.Length; i += 2)
        {
            sum0 = Vector.FusedMultiplyAdd(va[i], vb[i], sum0);
            sum1 = Vector.FusedMultiplyAdd(va[i + 1], vb[i + 1], sum1);
        }

        if (i < va.Length)
        {
            sum0 = Vector.FusedMultiplyAdd(va[i], vb[i], sum0);
        }

        var sum = Vector.Sum(sum0 + sum1);
        for (var k = va.Length * Vector<float>.Count; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    /// <summary>Replaces every value by ln(value + <paramref name="offset"/>).</summary>
    public static void LogInPlace(Span<float> values, float offset)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var add = new Vector<float>(offset);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Vector.Log(vectors[i] + add);
        }

        for (var i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] = MathF.Log(values[i] + offset);
        }
    }

    /// <summary>Largest value of a span that is not empty.</summary>
    public static float Max(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var max = new Vector<float>(values[0]);
        foreach (var vector in vectors)
        {
            max = Vector.Max(max, vector);
        }

        var best = values[0];
        for (var i = 0; i < Vector<float>.Count; i++)
        {
            best = MathF.Max(best, max[i]);
        }

        for (var i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            best = MathF.Max(best, values[i]);
        }

        return best;
    }
}
