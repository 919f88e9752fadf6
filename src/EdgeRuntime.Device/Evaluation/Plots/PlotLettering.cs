using SkiaSharp;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>Single-stroke letters for plots, so that a plot looks the same on machines without any font.
/// Letters stand on a grid of 7 units cap height (baseline at 7, descenders to 9.2).</summary>
internal static class PlotLettering
{
    private const float CapHeight = 7;
    private const float Gap = 1.5f;
    private const float Space = 2.6f;
    private const string Bowl = "M0,4.5a2,2.5 0 1 0 4,0a2,2.5 0 1 0 -4,0";
    private const string Round = "M0,3.5a2.9,3.5 0 1 0 5.8,0a2.9,3.5 0 1 0 -5.8,0";

    private static readonly Dictionary<char, string> Strokes = new()
    {
        ['a'] = Bowl + "M4,2V7",
        ['b'] = "M0,0V7" + Bowl,
        ['c'] = "M3.6,3.1A2,2.5 0 1 0 3.6,5.9",
        ['d'] = Bowl + "M4,0V7",
        ['e'] = "M0,4.5H4A2,2.5 0 1 0 3.6,6",
        ['f'] = "M2.8,0.1Q1.1,-.3 1.1,1.8V7M0,2.2H2.5",
        ['g'] = Bowl + "M4,2V7Q4,9.2 2,9.2Q.8,9.2 .3,8.6",
        ['h'] = "M0,0V7M0,4Q.3,2 2,2Q3.8,2 3.8,4.2V7",
        ['i'] = "M.4,2V7M.4,.2V.3",
        ['j'] = "M1.2,2V8Q1.2,9.2 0,9.1M1.2,.2V.3",
        ['k'] = "M0,0V7M3.5,2L0,5M1.4,3.9L3.7,7",
        ['l'] = "M.4,0V7",
        ['m'] = "M0,2V7M0,4Q.3,2 1.6,2Q3,2 3,4V7M3,4Q3.3,2 4.6,2Q6,2 6,4V7",
        ['n'] = "M0,2V7M0,4Q.3,2 2,2Q3.8,2 3.8,4.2V7",
        ['o'] = Bowl,
        ['p'] = "M0,2V9.2" + Bowl,
        ['q'] = Bowl + "M4,2V9.2",
        ['r'] = "M0,2V7M0,4.2Q.3,2 2.4,2.1",
        ['s'] = "M3.2,2.8Q2.8,2 1.7,2Q.2,2 .2,3.2Q.2,4.2 1.7,4.5Q3.4,4.8 3.4,5.8Q3.4,7 1.7,7Q.4,7 0,6.1",
        ['t'] = "M1.1,.6V5.6Q1.1,7 2.6,6.9M0,2.2H2.5",
        ['u'] = "M0,2V4.8Q0,7 1.9,7Q3.6,7 3.8,5M3.8,2V7",
        ['v'] = "M0,2L1.9,7L3.8,2",
        ['w'] = "M0,2L1.5,7L3,2.4L4.5,7L6,2",
        ['x'] = "M0,2L3.6,7M3.6,2L0,7",
        ['y'] = "M0,2L1.9,7M3.8,2L1.6,7.7Q1,9.2 0,9.1",
        ['z'] = "M0,2H3.5L0,7H3.6",
        ['A'] = "M0,7L2.6,0L5.2,7M.9,4.7H4.3",
        ['B'] = "M0,0V7H2.4Q4.4,7 4.4,5.1Q4.4,3.3 2.4,3.3H0M2.2,3.3Q4,3.3 4,1.6Q4,0 2.2,0H0",
        ['C'] = "M5,1.3A2.9,3.5 0 1 0 5,5.7",
        ['D'] = "M0,0V7H1.8Q5,7 5,3.5Q5,0 1.8,0Z",
        ['E'] = "M4,0H0V7H4M0,3.3H3.4",
        ['F'] = "M4,0H0V7M0,3.4H3.3",
        ['G'] = "M5,1.3A2.9,3.5 0 1 0 5.3,5.3V3.8H3.2",
        ['H'] = "M0,0V7M4.8,0V7M0,3.3H4.8",
        ['I'] = "M.4,0V7",
        ['J'] = "M3,0V5Q3,7 1.5,7Q0,7 0,5.4",
        ['K'] = "M0,0V7M4.4,0L0,4.2M1.5,2.8L4.6,7",
        ['L'] = "M0,0V7H3.8",
        ['M'] = "M0,7V0L3,4.6L6,0V7",
        ['N'] = "M0,7V0L4.8,7V0",
        ['O'] = Round,
        ['P'] = "M0,7V0H2.3Q4.5,0 4.5,2Q4.5,4 2.3,4H0",
        ['Q'] = Round + "M3.8,5.2L5.8,7.4",
        ['R'] = "M0,7V0H2.3Q4.5,0 4.5,2Q4.5,4 2.3,4H0M2.4,4L4.6,7",
        ['S'] = "M4.2,1.2Q3.7,0 2.2,0Q.2,0 .2,1.7Q.2,3 2.2,3.4Q4.4,3.8 4.4,5.3Q4.4,7 2.2,7Q.4,7 0,5.6",
        ['T'] = "M0,0H4.8M2.4,0V7",
        ['U'] = "M0,0V4.6Q0,7 2.4,7Q4.8,7 4.8,4.6V0",
        ['V'] = "M0,0L2.6,7L5.2,0",
        ['W'] = "M0,0L1.9,7L3.8,.5L5.7,7L7.6,0",
        ['X'] = "M0,0L4.8,7M4.8,0L0,7",
        ['Y'] = "M0,0L2.4,3.4L4.8,0M2.4,3.4V7",
        ['Z'] = "M0,0H4.6L0,7H4.8",
        ['0'] = "M0,3.5a2,3.5 0 1 0 4,0a2,3.5 0 1 0 -4,0",
        ['1'] = "M.6,1.4L2.2,0V7",
        ['2'] = "M.1,1.8Q.2,0 2,0Q3.9,0 3.9,1.9Q3.9,3.2 2.6,4.4L0,7H4",
        ['3'] = "M.2,1.2Q.6,0 2,0Q3.7,0 3.7,1.7Q3.7,3.3 1.8,3.3Q4,3.3 4,5.1Q4,7 2,7Q.3,7 0,5.5",
        ['4'] = "M3,7V0L0,5H4.2",
        ['5'] = "M3.7,0H.6L.3,3.1Q1,2.5 2,2.5Q4,2.5 4,4.7Q4,7 1.9,7Q.4,7 0,5.7",
        ['6'] = "M3.6,1Q3.1,0 2.1,0Q0,0 0,4Q0,7 2,7Q4,7 4,4.9Q4,2.9 2,2.9Q.2,2.9 0,4.6",
        ['7'] = "M0,0H4L1.4,7",
        ['8'] = "M.3,1.7a1.7,1.7 0 1 0 3.4,0a1.7,1.7 0 1 0 -3.4,0M0,5.2a2,1.8 0 1 0 4,0a2,1.8 0 1 0 -4,0",
        ['9'] = "M.4,6Q.9,7 1.9,7Q4,7 4,3Q4,0 2,0Q0,0 0,2.1Q0,4.1 2,4.1Q3.8,4.1 4,2.4",
        ['.'] = "M.4,6.8V7",
        [','] = "M.7,6.8L.2,8.2",
        [':'] = "M.4,3V3.2M.4,6.6V6.8",
        [';'] = "M.7,3V3.2M.7,6.8L.2,8.2",
        ['-'] = "M0,4.4H2.4",
        ['+'] = "M0,4.2H3.6M1.8,2.4V6",
        ['='] = "M0,3.4H3.6M0,5.2H3.6",
        ['/'] = "M0,7.8L3,-.6",
        ['('] = "M1.6,-.8Q0,1.2 0,3.5Q0,5.8 1.6,8",
        [')'] = "M0,-.8Q1.6,1.2 1.6,3.5Q1.6,5.8 0,8",
        ['%'] = "M0,1.5a1.2,1.5 0 1 0 2.4,0a1.2,1.5 0 1 0 -2.4,0M5.2,0L1,7M3.8,5.5a1.2,1.5 0 1 0 2.4,0a1.2,1.5 0 1 0 -2.4,0",
        ['<'] = "M3.4,2L0,4.3L3.4,6.6",
        ['>'] = "M0,2L3.4,4.3L0,6.6",
        ['\''] = "M.4,0V1.8",
        ['"'] = "M.4,0V1.8M1.8,0V1.8",
        ['_'] = "M0,8H4",
    };

    /// <summary>Width of a line of text, in pixels.</summary>
    /// <param name="text">Letters, digits and common marks; a letter that has no strokes leaves a gap.</param>
    /// <param name="height">Cap height in pixels.</param>
    public static float Measure(string text, float height)
    {
        using var path = Layout(text, out var width);
        return Math.Max(0, width - Gap) * height / CapHeight;
    }

    /// <summary>Draws a line of text with the left end of its baseline at a point.</summary>
    public static void Draw(SKCanvas canvas, string text, float x, float baseline, float height, SKColor colour)
    {
        using var path = Layout(text, out _);
        var scale = height / CapHeight;
        path.Transform(SKMatrix.CreateScaleTranslation(scale, scale, x, baseline - height));
        using var pen = new SKPaint
        {
            Color = colour,
            IsStroke = true,
            StrokeWidth = height / 8,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
            IsAntialias = true,
        };
        canvas.DrawPath(path, pen);
    }

    private static SKPath Layout(string text, out float width)
    {
        var line = new SKPath();
        width = 0;
        foreach (var letter in text)
        {
            if (!Strokes.TryGetValue(letter, out var strokes))
            {
                width += Space;
                continue;
            }

            using var glyph = SKPath.ParseSvgPathData(strokes);
            line.AddPath(glyph, width, 0);
            width += glyph.TightBounds.Right + Gap;
        }

        return line;
    }
}
