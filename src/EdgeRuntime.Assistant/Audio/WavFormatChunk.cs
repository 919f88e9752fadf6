using System.Buffers.Binary;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Reads the <c>fmt </c> chunk of a WAV file.</summary>
internal static class WavFormatChunk
{
    private const int TagPcm = 1;
    private const int TagFloat = 3;
    private const int TagExtensible = 0xFFFE;

    // KSDATAFORMAT_SUBTYPE_*: the format tag in the first two bytes, then always these (ksmedia.h).
    private static ReadOnlySpan<byte> SubtypeTail => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Reads the first bytes of the chunk.</summary>
    /// <param name="body">16 bytes, or up to 40 of the extensible form.</param>
    public static Outcome<WavFormat> Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < 16)
        {
            return WavFailures.FormatMissing();
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        if (tag == TagExtensible && body.Length >= 40 && body[26..40].SequenceEqual(SubtypeTail))
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
        }

        int channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        var rateHz = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        int block = BinaryPrimitives.ReadUInt16LittleEndian(body[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(body[14..]);
        if (channels is 0 or > WavFormat.MaxChannels)
        {
            return WavFailures.FormatUnsupported($"{channels} channels");
        }

        if (rateHz is < WavFormat.MinSampleRateHz or > WavFormat.MaxSampleRateHz)
        {
            return WavFailures.RateUnsupported(rateHz);
        }

        return EncodingOf(tag, ContainerBytes(block, channels, bits)) is { } encoding
            ? new WavFormat((int)rateHz, channels, encoding)
            : WavFailures.FormatUnsupported($"format tag 0x{tag:X4} with {bits} bits in blocks of {block} bytes");
    }

    // Fewer bits than the container holds are left-justified, so the container alone decides how to read.
    private static int ContainerBytes(int block, int channels, int bits) =>
        block > 0 && block % channels == 0 && block / channels * 8 >= bits ? block / channels : block == 0 && bits % 8 == 0 ? bits / 8 : 0;

    private static WavEncoding? EncodingOf(int tag, int bytes) => (tag, bytes) switch
    {
        (TagPcm, 1) => WavEncoding.Unsigned8,
        (TagPcm, 2) => WavEncoding.Signed16,
        (TagPcm, 3) => WavEncoding.Signed24,
        (TagPcm, 4) => WavEncoding.Signed32,
        (TagFloat, 4) => WavEncoding.Float32,
        (TagFloat, 8) => WavEncoding.Float64,
        _ => null,
    };
}
