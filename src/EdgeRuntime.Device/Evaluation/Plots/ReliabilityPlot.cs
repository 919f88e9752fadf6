using System.Globalization;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>Draws a <see cref="ReliabilityCurve"/> with its intervals; on the diagonal a confidence is a probability.</summary>
internal static class ReliabilityPlot
{
    private static readonly double[] Marks = [0, 0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>Writes the plot as SVG; <paramref name="svg"/> stays open.</summary>
    public static void Write(ReliabilityCurve curve, string title, Stream svg)
    {
        var readings = curve.Points.Sum(bin => bin.N);
        var subtitle = FormattableString.Invariant(
            $"{readings} readings; expected calibration error {curve.Error:0.000}; band: 95 % intervals");
        var plot = new Plot(title, subtitle, Axis("Confidence"), Axis("Share of readings that were right"));
        plot.Line([(0, 0), (1, 1)], Plot.Beside, 2, dashed: true);
        plot.Band(curve.Points.Select(bin => (bin.Confidence, bin.RightInterval.Low, bin.RightInterval.High)), Plot.Main);
        plot.Line(curve.Points.Select(bin => (bin.Confidence, bin.Right)), Plot.Main);
        plot.Save(svg);
    }

    private static PlotAxis Axis(string title) =>
        new(title, 0, 1, Marks, value => value.ToString("0.0", CultureInfo.InvariantCulture), PlotAxis.Linear);
}
