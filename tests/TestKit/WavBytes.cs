using System.Buffers.Binary;
using System.Text;

namespace TestKit;

/// <summary>Builds WAV files byte by byte, right and wrong ones, independently of the code under test.</summary>
public static class WavBytes
{
    /// <summary>A file of chunks, with a true RIFF size unless another is given.</summary>
    public static byte[] Riff(uint? size = null, string magic = "RIFF", params byte[][] chunks)
    {
        var body = chunks.SelectMany(chunk => chunk).ToArray();
        return [.. Encoding.ASCII.GetBytes(magic), .. U32(size ?? (uint)(body.Length + 4)), .. "WAVE"u8, .. body];
    }

    /// <summary>A chunk with its pad byte, with a true size unless another is given.</summary>
    public static byte[] Chunk(string id, byte[] body, uint? size = null) =>
        [.. Encoding.ASCII.GetBytes(id), .. U32(size ?? (uint)body.Length), .. body, .. new byte[body.Length & 1]];

    /// <summary>A <c>fmt </c> chunk of 16 bytes.</summary>
    public static byte[] Format(int tag = 1, int channels = 1, uint rateHz = 16_000, int bits = 16) =>
        Chunk("fmt ", FormatBody(tag, channels, rateHz, bits));

    /// <summary>A <c>fmt </c> chunk of 40 bytes with the tag inside a sub-format.</summary>
    public static byte[] ExtensibleFormat(int tag, int channels, uint rateHz, int bits) => Chunk(
        "fmt ",
        [.. FormatBody(0xFFFE, channels, rateHz, bits), .. U16(22), .. U16(bits), .. U32(0), .. U16(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0,
            0xAA, 0, 0x38, 0x9B, 0x71]);

    /// <summary>A whole file of one format.</summary>
    public static byte[] File(float[] interleaved, int tag = 1, int channels = 1, uint rateHz = 16_000, int bits = 16) =>
        Riff(null, "RIFF", Format(tag, channels, rateHz, bits), Chunk("data", Samples(interleaved, tag, bits)));

    /// <summary>Samples as bytes.</summary>
    public static byte[] Samples(float[] samples, int tag, int bits) => [.. samples.SelectMany(sample => Sample(sample, tag, bits))];

    /// <summary>Two little-endian bytes.</summary>
    public static byte[] U16(int value) => [(byte)value, (byte)(value >> 8)];

    /// <summary>Four little-endian bytes.</summary>
    public static byte[] U32(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    private static byte[] FormatBody(int tag, int channels, uint rateHz, int bits)
    {
        var block = channels * bits / 8;
        return [.. U16(tag), .. U16(channels), .. U32(rateHz), .. U32((uint)(rateHz * block)), .. U16(block), .. U16(bits)];
    }

    private static byte[] Sample(float sample, int tag, int bits)
    {
        var bytes = new byte[bits / 8];
        switch (tag, bits)
        {
            case (3, 32):
                BinaryPrimitives.WriteSingleLittleEndian(bytes, sample);
                break;
            case (3, 64):
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, sample);
                break;
            case (_, 8):
                bytes[0] = (byte)Math.Clamp(128 + Math.Round(sample * 128.0), 0, 255);
                break;
            default:
                var top = Math.Pow(2, bits - 1);
                var whole = (long)Math.Clamp(Math.Round(sample * top), -top, top - 1);
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)(whole >> (8 * i));
                }

                break;
        }

        return bytes;
    }
}
