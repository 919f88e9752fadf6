using SkiaSharp;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>A picture of curves over two axes, written as PNG. Not for several threads.</summary>
internal sealed class Plot : IDisposable
{
    private const int Width = 1200;
    private const int Height = 900;
    private const float Text = 17;
    private static readonly SKRect Area = new(130, 110, Width - 50, Height - 110);
    private static readonly SKColor Ink = new(0x22, 0x26, 0x2b);
    private static readonly SKColor Grid = new(0xdd, 0xe1, 0xe6);
    private static readonly SKColor Soft = new(0x6a, 0x72, 0x7c);

    private readonly PlotAxis _x;
    private readonly PlotAxis _y;
    private readonly SKSurface _surface = SKSurface.Create(new SKImageInfo(Width, Height))
        ?? throw new InvalidOperationException("No drawing surface: libSkiaSharp gave none.");

    /// <summary>Draws the frame, the grid and the words.</summary>
    public Plot(string title, string subtitle, PlotAxis x, PlotAxis y)
    {
        _x = x;
        _y = y;
        _surface.Canvas.Clear(SKColors.White);
        PlotLettering.Draw(_surface.Canvas, title, Area.Left, 48, Text + 5, Ink);
        PlotLettering.Draw(_surface.Canvas, subtitle, Area.Left, 82, Text - 3, Soft);
        DrawHorizontalAxis();
        DrawVerticalAxis();
        using var frame = Pen(Ink, 2);
        _surface.Canvas.DrawRect(Area, frame);
    }

    /// <summary>Colour of the main curve.</summary>
    public static SKColor Main { get; } = new(0x1f, 0x5f, 0xbf);

    /// <summary>Draws a curve.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, SKColor colour, float width = 4, bool dashed = false)
    {
        using var path = PathOf(points);
        using var pen = Pen(colour, width);
        using var dashes = dashed ? SKPathEffect.CreateDash([10, 10], 0) : null;
        pen.PathEffect = dashes;
        _surface.Canvas.DrawPath(path, pen);
    }

    /// <summary>Fills the area between two curves, as for a confidence interval.</summary>
    public void Band(IReadOnlyList<(double X, double Low, double High)> points, SKColor colour)
    {
        using var path = PathOf(points.Select(p => (p.X, p.High)).Concat(points.Reverse().Select(p => (p.X, p.Low))));
        path.Close();
        using var brush = new SKPaint { Color = colour.WithAlpha(38), IsAntialias = true };
        _surface.Canvas.DrawPath(path, brush);
    }

    /// <summary>Marks a point and writes beside it.</summary>
    public void Mark(double x, double y, string label, SKColor colour)
    {
        using var brush = new SKPaint { Color = colour, IsAntialias = true };
        var at = Place(x, y);
        _surface.Canvas.DrawCircle(at, 7, brush);
        var wide = PlotLettering.Measure(label, Text - 3);
        var left = at.X + 14 + wide > Area.Right ? at.X - 14 - wide : at.X + 14;
        PlotLettering.Draw(_surface.Canvas, label, left, at.Y - 12, Text - 3, Ink);
    }

    /// <summary>Writes the picture as PNG.</summary>
    public void Save(Stream png)
    {
        using var image = _surface.Snapshot();
        using var encoded = image.Encode(SKEncodedImageFormat.Png, 100);
        encoded.SaveTo(png);
    }

    /// <inheritdoc/>
    public void Dispose() => _surface.Dispose();

    private static SKPaint Pen(SKColor colour, float width) =>
        new() { Color = colour, IsStroke = true, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };

    private SKPath PathOf(IEnumerable<(double X, double Y)> points)
    {
        var path = new SKPath();
        foreach (var (x, y) in points)
        {
            if (path.IsEmpty) path.MoveTo(Place(x, y));
            else path.LineTo(Place(x, y));
        }

        return path;
    }

    private SKPoint Place(double x, double y) =>
        new(Area.Left + (_x.PositionOf(x) * Area.Width), Area.Bottom - (_y.PositionOf(y) * Area.Height));

    private void DrawHorizontalAxis()
    {
        using var pen = Pen(Grid, 1.5f);
        foreach (var mark in _x.Marks)
        {
            var x = Place(mark, _y.Low).X;
            _surface.Canvas.DrawLine(x, Area.Top, x, Area.Bottom + 8, pen);
            Centre(_x.Label(mark), x, Area.Bottom + 36);
        }

        Centre(_x.Title, Area.MidX, Height - 28);
    }

    private void DrawVerticalAxis()
    {
        using var pen = Pen(Grid, 1.5f);
        foreach (var mark in _y.Marks)
        {
            var y = Place(_x.Low, mark).Y;
            _surface.Canvas.DrawLine(Area.Left - 8, y, Area.Right, y, pen);
            var label = _y.Label(mark);
            PlotLettering.Draw(_surface.Canvas, label, Area.Left - 16 - PlotLettering.Measure(label, Text), y + (Text / 2), Text, Ink);
        }

        _surface.Canvas.Save();
        _surface.Canvas.RotateDegrees(-90, 36, Area.MidY);
        Centre(_y.Title, 36, Area.MidY + (Text / 2));
        _surface.Canvas.Restore();
    }

    private void Centre(string text, float x, float baseline) =>
        PlotLettering.Draw(_surface.Canvas, text, x - (PlotLettering.Measure(text, Text) / 2), baseline, Text, Ink);
}
