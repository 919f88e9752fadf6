using System.Globalization;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>Draws a <see cref="RocCurve"/> with its area.</summary>
internal static class RocPlot
{
    private static readonly double[] Marks = [0, 0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>Writes the plot as SVG; <paramref name="svg"/> stays open.</summary>
    public static void Write(RocCurve curve, string title, string subtitle, Stream svg)
    {
        var area = curve.Area.ToString("0.0000", CultureInfo.InvariantCulture);
        var plot = new Plot(
            title, $"{subtitle}; area under the curve {area}", Axis("Noise frames taken for speech"), Axis("Speech frames found"));
        plot.Line([(0, 0), (1, 1)], Plot.Beside, 2, dashed: true);
        plot.Line(curve.Points, Plot.Main);
        plot.Save(svg);
    }

    private static PlotAxis Axis(string title) =>
        new(title, 0, 1, Marks, value => value.ToString("0.0", CultureInfo.InvariantCulture), PlotAxis.Linear);
}
