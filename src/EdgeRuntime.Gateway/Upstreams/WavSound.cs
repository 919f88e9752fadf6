using System.Buffers.Binary;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>RIFF WAVE, as far as servers are sent it and send it: PCM, 16 bit, mono.</summary>
internal static class WavSound
{
    private const int HeaderBytes = 44;
    private const int SampleRateHz = 16_000;

    /// <summary>16 kHz sound with a header before it.</summary>
    public static HttpContent Content(ReadOnlyMemory<byte> pcm16)
    {
        var wav = new byte[HeaderBytes + pcm16.Length];
        var header = wav.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderBytes - 8 + pcm16.Length);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16); // bytes of the format
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1); // mono
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRateHz * 2); // bytes per second
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2); // bytes per sample
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16); // bits per sample
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], pcm16.Length);
        pcm16.Span.CopyTo(header[HeaderBytes..]);
        return new ByteArrayContent(wav) { Headers = { ContentType = new("audio/wav") } };
    }

    /// <summary>The samples of a WAVE file; null when it is something else. A length that is too great (a header written before the sound
    /// was known) is cut.</summary>
    public static SpokenSentence? Read(ReadOnlyMemory<byte> wav)
    {
        var bytes = wav.Span;
        if (bytes.Length < 12 || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        var sampleRateHz = 0;
        for (var at = 12; at <= bytes.Length - 8;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]), bytes.Length - at - 8);
            var body = bytes.Slice(at + 8, length);
            if (bytes[at..].StartsWith("fmt "u8) && !IsMono16(body, out sampleRateHz))
            {
                return null;
            }

            if (bytes[at..].StartsWith("data"u8))
            {
                return sampleRateHz == 0 ? null : new SpokenSentence(wav.Slice(at + 8, length & ~1), sampleRateHz);
            }

            at += 8 + length + (length & 1);
        }

        return null;
    }

    private static bool IsMono16(ReadOnlySpan<byte> format, out int sampleRateHz)
    {
        sampleRateHz = format.Length >= 16 ? BinaryPrimitives.ReadInt32LittleEndian(format[4..]) : 0;
        return format.Length >= 16
            && BinaryPrimitives.ReadInt16LittleEndian(format) is 1 or -2 // PCM, or the extensible form of it
            && BinaryPrimitives.ReadInt16LittleEndian(format[2..]) == 1
            && BinaryPrimitives.ReadInt16LittleEndian(format[14..]) == 16
            && sampleRateHz is >= 8000 and <= 48_000;
    }
}
