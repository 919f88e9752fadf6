namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>One axis of a plot: its title, its marks and how a value is placed on it.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Low">Value at the left or lower end.</param>
/// <param name="High">Value at the right or upper end.</param>
/// <param name="Marks">Values that get a grid line and a label.</param>
/// <param name="Label">Writes a mark.</param>
/// <param name="Scale">Monotone scale of the axis.</param>
internal sealed record PlotAxis(
    string Title, double Low, double High, IReadOnlyList<double> Marks, Func<double, string> Label, Func<double, double> Scale)
{
    /// <summary>Evenly spaced values.</summary>
    public static double Linear(double value) => value;

    /// <summary>Quantile of the normal distribution, the scale of DET plots (A. Martin et al., Eurospeech 1997), by bisection.</summary>
    public static double NormalDeviate(double probability)
    {
        double low = -6, high = 6;
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            if (NormalCdf(middle) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>Where a value lies on the axis, 0 at <see cref="Low"/> and 1 at <see cref="High"/>, clamped to the ends.</summary>
    public double Place(double value)
    {
        var at = Scale(Math.Clamp(value, Low, High));
        return (at - Scale(Low)) / (Scale(High) - Scale(Low));
    }

    private static double NormalCdf(double x)
    {
        // Abramowitz and Stegun 26.2.17, |error| < 7.5e-8: far below a pixel.
        var t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        var tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x >= 0 ? 1 - tail : tail;
    }
}
