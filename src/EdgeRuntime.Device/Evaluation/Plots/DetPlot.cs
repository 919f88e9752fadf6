using System.Globalization;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>Draws a <see cref="DetCurve"/>: miss rate on a normal-deviate scale over false alarms per hour on a logarithmic one.</summary>
internal static class DetPlot
{
    private static readonly double[] HourMarks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
    private static readonly double[] MissMarks = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.98];

    /// <summary>Writes the plot as SVG.</summary>
    /// <param name="title">First line above the plot.</param>
    /// <param name="marks">Working points to mark and label.</param>
    /// <param name="svg">Where to write; stays open.</param>
    public static void Write(DetCurve curve, string title, IReadOnlyList<DetPoint> marks, Stream svg)
    {
        var hours = curve.Hours.ToString("0.00", CultureInfo.InvariantCulture);
        var plot = new Plot(
            title,
            $"{curve.Positives} positives, {hours} h of negatives; the band is the 95 % interval of the miss rate",
            new PlotAxis("False alarms per hour", 0.05, 50, HourMarks, Number, Math.Log10),
            new PlotAxis("Miss rate", 0.001, 0.99, MissMarks, Percent, PlotAxis.NormalDeviate));
        var points = Enumerable.Range(0, 301).Select(i => curve.At(0.05 * Math.Pow(1000, i / 300.0))).ToList();
        plot.Band(points.Select(p => (p.AllowedPerHour, p.MissInterval.Low, p.MissInterval.High)), Plot.Main);
        plot.Line(points.Select(p => (p.AllowedPerHour, p.MissRate)), Plot.Main);
        foreach (var mark in marks)
        {
            plot.Mark(mark.AllowedPerHour, mark.MissRate, Percent(mark.MissRate), Plot.Main);
        }

        plot.Save(svg);
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
