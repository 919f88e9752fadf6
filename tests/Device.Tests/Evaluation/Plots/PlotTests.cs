using System.Globalization;
using System.Xml.Linq;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Plots;
using OxyPlot;

namespace Device.Tests.Evaluation.Plots;

public sealed class PlotTests
{
    private const double Near = 0.5; // pixel

    [Fact]
    public void DetPlot_Curve_DrawsALineWhereTheMissRateLies()
    {
        var random = new Random(7);
        var curve = new DetCurve(
            Enumerable.Range(0, 200).Select(_ => 1.6 + Gauss(random)), Enumerable.Range(0, 400).Select(_ => Gauss(random) - 1), hours: 8);
        using var svg = new MemoryStream();

        DetPlot.Write(curve, "Wake phrase \"view glass\"", [curve.At(0.1), curve.At(0.5), curve.At(1), curve.At(10)], svg);

        var picture = Read(svg, "det.svg");
        var line = Assert.Single(picture.Curves);
        Assert.Equal(301, line.Count);
        // 0.05 to 50 an hour from the left to the right, and each point of the curve at its miss rate.
        Close((picture.Left, picture.Right), (line[0].X, line[^1].X));
        var miss = new PlotAxis("", 0.001, 0.99, [], _ => "", PlotAxis.NormalDeviate);
        Assert.All(line.Index(), point => Assert.Equal(
            picture.Bottom + (miss.Place(curve.At(0.05 * Math.Pow(1000, point.Index / 300.0)).MissRate) * (picture.Top - picture.Bottom)),
            point.Item.Y, Near));
        Assert.Superset(
            new HashSet<string>(["Wake phrase \"view glass\"", "False alarms per hour", "Miss rate", "0.1", "50", "98 %"]), picture.Words);
    }

    [Fact]
    public void RocPlot_Curve_DrawsALine()
    {
        var random = new Random(7);
        var curve = RocCurve.Compute(
            [.. Enumerable.Range(0, 3000).Select(_ => (float)(2.4 + Gauss(random)))],
            [.. Enumerable.Range(0, 3000).Select(_ => (float)Gauss(random))]);
        using var svg = new MemoryStream();

        RocPlot.Write(curve, "Voice activity", "3000 speech frames, 3000 noise frames, SNR 6 dB", svg);

        var picture = Read(svg, "roc.svg");
        var line = picture.Curves.MaxBy(curve => curve.Count)!;
        Close((picture.Left, picture.Bottom), line[0]);
        Close((picture.Right, picture.Top), line[^1]);
        Assert.Contains("Speech frames found", picture.Words);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.95996)]
    [InlineData(0.01, -2.326348)]
    public void NormalDeviate_KnownProbability_IsItsQuantile(double probability, double quantile) =>
        Assert.Equal(quantile, PlotAxis.NormalDeviate(probability), 4);

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void Close((double, double) expected, (double, double) actual)
    {
        Assert.Equal(expected.Item1, actual.Item1, Near);
        Assert.Equal(expected.Item2, actual.Item2, Near);
    }

    // Left beside the test binaries too, so that a person can look at it.
    private static Picture Read(MemoryStream svg, string name)
    {
        File.WriteAllBytes(Path.Combine(AppContext.BaseDirectory, name), svg.ToArray());
        svg.Position = 0;
        var all = XDocument.Load(svg).Descendants().ToList();
        var lines = all.Where(element => element.Name.LocalName == "polyline").ToList();
        var grid = lines.Where(line => IsOf(line, ScaledAxis.Grid)).SelectMany(Points).ToList();
        return new Picture(
            [.. lines.Where(line => IsOf(line, Plot.Main)).Select(Points).Where(points => points.Count > 2)],
            grid.Min(at => at.X), grid.Max(at => at.X), grid.Min(at => at.Y), grid.Max(at => at.Y),
            [.. all.Where(element => element.Name.LocalName == "text").Select(text => text.Value)]);
    }

    private static bool IsOf(XElement line, OxyColor colour) => line.Attribute("style")!.Value.Contains(
        $"stroke:rgb({colour.R},{colour.G},{colour.B})", StringComparison.Ordinal);

    private static List<(double X, double Y)> Points(XElement line) =>
    [
        .. from point in line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           let numbers = point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList()
           select (numbers[0], numbers[1]),
    ];

    private sealed record Picture(
        IReadOnlyList<List<(double X, double Y)>> Curves, double Left, double Right, double Top, double Bottom, HashSet<string> Words);
}
