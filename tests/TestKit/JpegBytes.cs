namespace TestKit;

/// <summary>Small true JPEG files, grey all over.</summary>
public static class JpegBytes
{
    private const int MostOfASegment = 65_533;

    /// <summary>A baseline picture of this size, padded with comments to a number of bytes where one is given.</summary>
    public static byte[] Grey(int width = 16, int height = 16, int bytes = 0)
    {
        var blocks = ((width + 7) / 8) * ((height + 7) / 8);
        byte[] head = [0xff, 0xd8];
        byte[] rest =
        [
            0xff, 0xdb, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
            0xff, 0xc0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
            0xff, 0xc4, 0, 20, 0x00, 1, .. new byte[15], 0, // one code, 0: no difference to the mean before
            0xff, 0xc4, 0, 20, 0x10, 1, .. new byte[15], 0, // one code, 0: the end of a block
            0xff, 0xda, 0, 8, 1, 1, 0x00, 0, 63, 0,
            .. new byte[(blocks * 2 + 7) / 8],
            0xff, 0xd9,
        ];
        return [.. head, .. Comments(bytes - head.Length - rest.Length), .. rest];
    }

    private static IEnumerable<byte> Comments(int bytes)
    {
        while (bytes >= 4)
        {
            var length = Math.Min(MostOfASegment, bytes - 4);
            length -= bytes - 4 - length is > 0 and < 4 ? 4 : 0; // what is left must hold a segment
            foreach (var one in (byte[])[0xff, 0xfe, (byte)((length + 2) >> 8), (byte)(length + 2)]) yield return one;
            for (var at = 0; at < length; at++) yield return (byte)'c';
            bytes -= 4 + length;
        }
    }
}
