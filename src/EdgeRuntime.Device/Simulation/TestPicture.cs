using SkiaSharp;

namespace EdgeRuntime.Device.Simulation;

/// <summary>Draws the picture that the simulated camera sees: colour bars with the word SIMULATED across them,
/// and a bar that moves with time.</summary>
internal static class TestPicture
{
    private const int Width = 640;
    private const int Height = 480;
    private const int Dot = 9; // pixels per dot of a letter
    private const int JpegQuality = 85;

    private static readonly SKColor[] Bars =
        [SKColors.White, SKColors.Yellow, SKColors.Cyan, SKColors.Lime, SKColors.Magenta, SKColors.Red, SKColors.Blue, SKColors.Black];

    // Letters of 5 by 7 dots, a row per number, the highest of five bits on the left: no font is needed, and none may be installed.
    private static readonly Dictionary<char, byte[]> Letters = new()
    {
        ['S'] = [15, 16, 16, 14, 1, 1, 30],
        ['I'] = [14, 4, 4, 4, 4, 4, 14],
        ['M'] = [17, 27, 21, 21, 17, 17, 17],
        ['U'] = [17, 17, 17, 17, 17, 17, 14],
        ['L'] = [16, 16, 16, 16, 16, 16, 31],
        ['A'] = [14, 17, 17, 31, 17, 17, 17],
        ['T'] = [31, 4, 4, 4, 4, 4, 4],
        ['E'] = [31, 16, 16, 30, 16, 16, 31],
        ['D'] = [30, 17, 17, 17, 17, 17, 30],
    };

    /// <summary>A JPEG of 640 by 480 pixels.</summary>
    /// <param name="second">Second of the minute, 0..59; where the moving bar stands.</param>
    public static byte[] Jpeg(int second)
    {
        using var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        DrawBars(canvas, paint);
        DrawWord(canvas, paint, "SIMULATED");
        paint.Color = SKColors.OrangeRed;
        canvas.DrawRect(second * Width / 60f, Height - 24, Width / 60f, 24, paint);
        canvas.Flush();
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return encoded.ToArray();
    }

    private static void DrawBars(SKCanvas canvas, SKPaint paint)
    {
        var width = (float)Width / Bars.Length;
        for (var i = 0; i < Bars.Length; i++)
        {
            paint.Color = Bars[i];
            canvas.DrawRect(i * width, 0, width, Height, paint);
        }
    }

    private static void DrawWord(SKCanvas canvas, SKPaint paint, string word)
    {
        var left = (Width - (word.Length * 6 * Dot)) / 2;
        var top = (Height - (7 * Dot)) / 2;
        paint.Color = SKColors.DimGray;
        canvas.DrawRect(left - Dot, top - Dot, (word.Length * 6 * Dot) + Dot, 9 * Dot, paint);
        paint.Color = SKColors.White;
        for (var i = 0; i < word.Length; i++)
        {
            DrawLetter(canvas, paint, Letters[word[i]], left + (i * 6 * Dot), top);
        }
    }

    private static void DrawLetter(SKCanvas canvas, SKPaint paint, byte[] rows, int left, int top)
    {
        for (var dot = 0; dot < rows.Length * 5; dot++)
        {
            if ((rows[dot / 5] >> (4 - (dot % 5)) & 1) == 1)
            {
                canvas.DrawRect(left + (dot % 5 * Dot), top + (dot / 5 * Dot), Dot, Dot, paint);
            }
        }
    }
}
