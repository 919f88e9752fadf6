using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>Finds the largest of many numbers.</summary>
internal static class BestOf
{
    /// <summary>The largest numbers, the largest first; of equal ones those that stand first.</summary>
    /// <param name="values">At most 256, whole vectors of eight.</param>
    /// <param name="range">Those that lie this far below the largest one are left out.</param>
    /// <param name="numbers">Where each stands; its length says how many are found at most, unused ones are 0.</param>
    /// <param name="best">What each is, of the same length; unused ones are -infinity.</param>
    public static void Find(ReadOnlySpan<float> values, float range, Span<byte> numbers, Span<float> best)
    {
        best.Fill(float.NegativeInfinity);
        numbers.Clear();
        var floor = SampleMath.Max(values) - range;
        var bar = Vector256.Create(floor);
        var wide = MemoryMarshal.Cast<float, Vector256<float>>(values);
        for (var i = 0; i < wide.Length; i++)
        {
            var above = Vector256.GreaterThan(wide[i], bar).ExtractMostSignificantBits();
            if (above == 0) continue;
            for (; above != 0; above &= above - 1)
            {
                var k = (i * Vector256<float>.Count) + BitOperations.TrailingZeroCount(above);
                Offer(values[k], k, numbers, best);
            }

            bar = Vector256.Create(MathF.Max(floor, best[^1]));
        }
    }

    private static void Offer(float value, int number, Span<byte> numbers, Span<float> best)
    {
        var at = best.Length - 1;
        if (value <= best[at]) return;
        for (; at > 0 && best[at - 1] < value; at--) (best[at], numbers[at]) = (best[at - 1], numbers[at - 1]);
        (best[at], numbers[at]) = (value, (byte)number);
    }
}
