using System.Globalization;
using SkiaSharp;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>Draws a <see cref="ReliabilityCurve"/> with its intervals; on the diagonal a confidence is a probability.</summary>
internal static class ReliabilityPlot
{
    private static readonly double[] Marks = [0, 0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>Writes the plot as PNG; <paramref name="png"/> stays open.</summary>
    public static void Write(ReliabilityCurve curve, string title, Stream png)
    {
        var readings = curve.Points.Sum(bin => bin.N);
        var subtitle = FormattableString.Invariant(
            $"{readings} readings; expected calibration error {curve.Error:0.000}; band: 95 % intervals");
        using var plot = new Plot(title, subtitle, Axis("Confidence"), Axis("Share of readings that were right"));
        plot.Line([(0, 0), (1, 1)], new SKColor(0x9a, 0xa2, 0xac), 2, dashed: true);
        plot.Band([.. curve.Points.Select(bin => (bin.Confidence, bin.RightInterval.Low, bin.RightInterval.High))], Plot.Main);
        plot.Line(curve.Points.Select(bin => (bin.Confidence, bin.Right)), Plot.Main);
        plot.Save(png);
    }

    private static PlotAxis Axis(string title) =>
        new(title, 0, 1, Marks, value => value.ToString("0.0", CultureInfo.InvariantCulture), PlotAxis.Linear);
}
