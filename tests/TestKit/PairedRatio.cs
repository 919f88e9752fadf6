using System.Globalization;

namespace TestKit;

/// <summary>Figures of two programs, taken in turns in one run: the ratio of their medians and how sure it is.
/// A ratio over 1 means that the new one has more.</summary>
public sealed class PairedRatio
{
    private const int Draws = 10_000;
    private readonly List<(double Before, double After)> pairs = [];

    /// <summary>How many pairs there are.</summary>
    public int Count => pairs.Count;

    /// <summary>Takes what one turn of each gave.</summary>
    /// <param name="before">Of the older program, in any unit.</param>
    /// <param name="after">Of the newer one, in the same unit.</param>
    public void Add(double before, double after) => pairs.Add((before, after));

    /// <summary>Both medians, their ratio, and its 95 % interval from 10,000 draws of whole pairs with replacement (percentile bootstrap,
    /// seed 1).</summary>
    public (double Before, double After, double Ratio, double Low, double High) Summarise()
    {
        var random = new Random(1);
        var ratios = new double[Draws];
        var drawn = new (double Before, double After)[pairs.Count];
        for (var i = 0; i < Draws; i++)
        {
            for (var k = 0; k < drawn.Length; k++) drawn[k] = pairs[random.Next(pairs.Count)];
            ratios[i] = Median(drawn.Select(pair => pair.After)) / Median(drawn.Select(pair => pair.Before));
        }

        Array.Sort(ratios);
        var (before, after) = (Median(pairs.Select(pair => pair.Before)), Median(pairs.Select(pair => pair.After)));
        return (before, after, after / before, ratios[(int)(0.025 * Draws)], ratios[(int)(0.975 * Draws)]);
    }

    /// <summary>Whether the ratio's upper bound is at most this.</summary>
    public bool IsAtMost(double bound) => Summarise().High <= bound;

    /// <inheritdoc/>
    public override string ToString()
    {
        var all = Summarise();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Before:0.###} before, {all.After:0.###} after, ratio {all.Ratio:0.000} [{all.Low:0.000}, {all.High:0.000}], "
            + $"{Count} pairs");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
