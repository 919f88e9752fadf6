using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>A picture of curves over two axes, written as SVG, whose letters whoever shows it draws: the glasses have no font. Not for
/// several threads.</summary>
internal sealed class Plot
{
    private const int Width = 1200;
    private const int Height = 900;
    private const double Letters = 20;
    private static readonly OxyColor Ink = OxyColor.FromRgb(0x22, 0x26, 0x2b);
    private static readonly OxyColor Soft = OxyColor.FromRgb(0x6a, 0x72, 0x7c);

    private readonly PlotAxis _x;
    private readonly PlotAxis _y;
    private readonly PlotModel _model;

    /// <summary>A frame with a grid and words, and no curve yet.</summary>
    public Plot(string title, string subtitle, PlotAxis x, PlotAxis y)
    {
        (_x, _y) = (x, y);
        _model = new PlotModel
        {
            Title = title,
            Subtitle = subtitle,
            Background = OxyColors.White,
            TextColor = Ink,
            SubtitleColor = Soft,
            DefaultFont = "Arial",
            DefaultFontSize = Letters,
            PlotAreaBorderColor = Ink,
            PlotMargins = new OxyThickness(110, 20, 30, 90),
            Axes = { new ScaledAxis(x, OxyPlot.Axes.AxisPosition.Bottom), new ScaledAxis(y, OxyPlot.Axes.AxisPosition.Left) },
        };
    }

    /// <summary>Colour of the main curve.</summary>
    public static OxyColor Main { get; } = OxyColor.FromRgb(0x1f, 0x5f, 0xbf);

    /// <summary>Colour of what the main curve is compared with.</summary>
    public static OxyColor Beside { get; } = OxyColor.FromRgb(0x9a, 0xa2, 0xac);

    /// <summary>Draws a curve.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, OxyColor colour, double width = 4, bool dashed = false)
    {
        var line = new LineSeries
        {
            Color = colour,
            StrokeThickness = width,
            LineStyle = dashed ? LineStyle.Dash : LineStyle.Solid,
            LineJoin = LineJoin.Round,
            MinimumSegmentLength = 0,
        };
        line.Points.AddRange(points.Select(point => Place(point.X, point.Y)));
        _model.Series.Add(line);
    }

    /// <summary>Fills the area between two curves, as for a confidence interval.</summary>
    public void Band(IEnumerable<(double X, double Low, double High)> points, OxyColor colour)
    {
        var band = new AreaSeries { Fill = OxyColor.FromAColor(38, colour), StrokeThickness = 0, Color2 = OxyColors.Transparent };
        foreach (var (x, low, high) in points)
        {
            band.Points.Add(Place(x, high));
            band.Points2.Add(Place(x, low));
        }

        _model.Series.Add(band);
    }

    /// <summary>Marks a point and writes beside it, towards the middle.</summary>
    public void Mark(double x, double y, string label, OxyColor colour) => _model.Annotations.Add(new PointAnnotation
    {
        X = _x.Place(x),
        Y = _y.Place(y),
        Size = 7,
        Shape = MarkerType.Circle,
        Fill = colour,
        Text = label,
        TextColor = Ink,
        TextMargin = 14,
        TextHorizontalAlignment = _x.Place(x) < 0.8 ? HorizontalAlignment.Left : HorizontalAlignment.Right,
        TextVerticalAlignment = VerticalAlignment.Bottom,
    });

    /// <summary>Writes the picture; the stream stays open.</summary>
    public void Save(Stream svg) => new SvgExporter { Width = Width, Height = Height, TextMeasurer = new RoomForLetters() }
        .Export(_model, svg);

    private DataPoint Place(double x, double y) => new(_x.Place(x), _y.Place(y));

    // Which font will be there nobody knows: room for one that is wider and higher than the one whose measures are known.
    private sealed class RoomForLetters() : PdfRenderContext(Width, Height, OxyColors.White)
    {
        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var known = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(1.25 * known.Width, Math.Max(known.Height, 1.4 * fontSize));
        }
    }
}
