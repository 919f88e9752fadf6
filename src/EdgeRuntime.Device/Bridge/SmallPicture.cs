using SkiaSharp;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Makes a picture small enough to send: what a model needs to see, and nothing that a camera writes beside it (place,
/// time, device).</summary>
internal static class SmallPicture
{
    /// <summary>Longest side in pixels.</summary>
    public const int LongestSide = 1024;

    private const int JpegQuality = 80; // 1024 x 1024 pixels stay under 700 KB even where every pixel is noise

    /// <summary>A JPEG of at most <see cref="LongestSide"/>; null when the picture cannot be decoded.</summary>
    public static byte[]? Shrink(byte[] jpeg)
    {
        using var picture = SKBitmap.Decode(jpeg);
        if (picture is null) return null;
        var scale = Math.Min(1.0, (double)LongestSide / Math.Max(picture.Width, picture.Height));
        var size = new SKImageInfo(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        using var small = scale < 1
            ? picture.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
            : picture.Copy();
        using var data = small?.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return data?.ToArray();
    }
}
