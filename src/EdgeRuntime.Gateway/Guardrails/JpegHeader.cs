using System.Buffers.Binary;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Reads the size of a JPEG from its frame header without decoding it (ITU-T T.81, annex B). Never reads outside the bytes,
/// whatever they are.</summary>
internal static class JpegHeader
{
    /// <summary>Width and height in pixels; null when this is not a JPEG or has no frame header.</summary>
    public static (int Width, int Height)? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xff, 0xd8, 0xff, ..])
        {
            return null;
        }

        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xff;)
        {
            var marker = bytes[at + 1];
            if (marker == 0xff) // fill byte
            {
                at++;
                continue;
            }

            if (marker is 0x01 or (>= 0xd0 and <= 0xd8)) // without a length
            {
                at += 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (marker is 0xd9 or 0xda || length < 2) // the end, or the picture itself, before any frame header
            {
                return null;
            }

            if (IsFrame(marker))
            {
                return Size(bytes[(at + 4)..]);
            }

            at += 2 + length;
        }

        return null;
    }

    // SOF0 to SOF15 without the tables and the reserved one among them.
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    private static (int Width, int Height)? Size(ReadOnlySpan<byte> frame) => frame.Length >= 5
        && BinaryPrimitives.ReadUInt16BigEndian(frame[1..]) is var height and > 0
        && BinaryPrimitives.ReadUInt16BigEndian(frame[3..]) is var width and > 0
            ? (width, height)
            : null;
}
