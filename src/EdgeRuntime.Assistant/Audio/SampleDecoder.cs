using System.Buffers.Binary;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Turns interleaved bytes of any <see cref="WavEncoding"/> into mono samples in [-1, 1].</summary>
internal static class SampleDecoder
{
    /// <summary>Decodes whole blocks and averages their channels, those that run against the others turned over.</summary>
    /// <param name="bytes">Blocks of the given format, [n, channels].</param>
    /// <param name="mono">Room for n samples.</param>
    /// <param name="format">How the bytes are laid out.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <remarks>Values outside [-1, 1] are clipped and values that are not numbers become 0, so that one bad sample cannot
    /// poison the state of what follows.</remarks>
    public static void Decode(ReadOnlySpan<byte> bytes, Span<float> mono, WavFormat format, ChannelMix mix)
    {
        if (format is { Encoding: WavEncoding.Signed16, Channels: 1 })
        {
            Decode16(bytes, mono);
            return;
        }

        var scale = 1f / format.Channels;
        var size = format.BytesPerSample;
        for (var i = 0; i < mono.Length; i++)
        {
            var block = bytes.Slice(i * format.BytesPerBlock, format.BytesPerBlock);
            var sum = 0f;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum = mix.Add(sum, One(block[(channel * size)..], format.Encoding), channel);
            }

            mix.EndBlock();

            mono[i] = sum * scale;
        }
    }

    /// <summary>Decodes mono little-endian 16-bit samples.</summary>
    public static void Decode16(ReadOnlySpan<byte> bytes, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            mono[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) * (1f / 32768);
        }
    }

    private static float One(ReadOnlySpan<byte> b, WavEncoding encoding) => encoding switch
    {
        WavEncoding.Unsigned8 => (b[0] - 128) * (1f / 128),
        WavEncoding.Signed16 => BinaryPrimitives.ReadInt16LittleEndian(b) * (1f / 32768),
        WavEncoding.Signed24 => ((b[0] << 8) | (b[1] << 16) | (b[2] << 24)) * (1f / 2147483648),
        WavEncoding.Signed32 => BinaryPrimitives.ReadInt32LittleEndian(b) * (1f / 2147483648),
        WavEncoding.Float32 => Clean(BinaryPrimitives.ReadSingleLittleEndian(b)),
        _ => Clean((float)BinaryPrimitives.ReadDoubleLittleEndian(b)),
    };

    private static float Clean(float sample) => float.IsNaN(sample) ? 0 : Math.Clamp(sample, -1, 1);
}
