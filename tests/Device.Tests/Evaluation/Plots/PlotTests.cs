using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Plots;
using SkiaSharp;

namespace Device.Tests.Evaluation.Plots;

public sealed class PlotTests
{
    [Fact]
    public void DetPlot_Curve_DrawsALineWhereTheMissRateLies()
    {
        var random = new Random(7);
        var curve = new DetCurve(
            Enumerable.Range(0, 200).Select(_ => 1.6 + Gauss(random)), Enumerable.Range(0, 400).Select(_ => Gauss(random) - 1), hours: 8);
        using var png = new MemoryStream();

        DetPlot.Write(curve, "Wake phrase \"view glass\"", [curve.At(0.1), curve.At(0.5), curve.At(1), curve.At(10)], png);

        Keep(png, "det.png");
        Assert.True(CountOf(png, Plot.Main) > 2000);
    }

    [Fact]
    public void RocPlot_Curve_DrawsALine()
    {
        var random = new Random(7);
        var curve = RocCurve.Compute(
            [.. Enumerable.Range(0, 3000).Select(_ => (float)(2.4 + Gauss(random)))],
            [.. Enumerable.Range(0, 3000).Select(_ => (float)Gauss(random))]);
        using var png = new MemoryStream();

        RocPlot.Write(curve, "Voice activity", "3000 speech frames, 3000 noise frames, SNR 6 dB", png);

        Keep(png, "roc.png");
        Assert.True(CountOf(png, Plot.Main) > 2000);
    }

    [Fact]
    public void PlotLettering_EveryPrintedLetter_HasStrokes()
    {
        foreach (var letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;%()-+=/<>'\"_")
        {
            Assert.True(
                PlotLettering.Measure(letter.ToString(), 14) > 0 || letter is '.' or ',' or '\'' or ';' or 'l' or 'i' or 'I' or ':',
                $"{letter} has no strokes");
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.95996)]
    [InlineData(0.01, -2.326348)]
    public void NormalDeviate_KnownProbability_IsItsQuantile(double probability, double quantile) =>
        Assert.Equal(quantile, PlotAxis.NormalDeviate(probability), 4);

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int CountOf(MemoryStream png, SKColor colour)
    {
        using var picture = SKBitmap.Decode(png.ToArray());
        return picture.Pixels.Count(pixel => pixel == colour);
    }

    // Left beside the test binaries so that a person can look at it.
    private static void Keep(MemoryStream png, string name) =>
        File.WriteAllBytes(Path.Combine(AppContext.BaseDirectory, name), png.ToArray());
}
