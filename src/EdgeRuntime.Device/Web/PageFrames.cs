using System.Buffers.Binary;

namespace EdgeRuntime.Device.Web;

/// <summary>Bytes on the socket of /glasses, both ways: one byte says what follows, three are zero, four hold a number (little-endian),
/// then the content.</summary>
internal static class PageFrames
{
    /// <summary>Bytes in front of the content.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Signed 16-bit little-endian mono samples from the page; the number is 0.</summary>
    public const byte Sound = 1;

    /// <summary>A JPEG: from the page the one that was asked for, to the page the photo that was taken.</summary>
    public const byte Picture = 2;

    /// <summary>A WAV file to be played.</summary>
    public const byte Speech = 3;

    /// <summary>Puts a message together.</summary>
    public static byte[] Write(byte type, uint number, ReadOnlySpan<byte> content)
    {
        var frame = new byte[HeaderBytes + content.Length];
        frame[0] = type;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), number);
        content.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    /// <summary>Takes a message apart; false when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out byte type, out uint number)
    {
        (type, number) = (0, 0);
        if (frame.Length < HeaderBytes || frame[0] is not (Sound or Picture or Speech)) return false;
        (type, number) = (frame[0], BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]));
        return true;
    }
}
