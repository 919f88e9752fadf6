using System.Buffers.Binary;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Walks the chunks of a RIFF, RF64 or BW64 file up to its sound, reading forwards only and into a few bytes of memory.</summary>
/// <remarks>Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, WAVE), mmreg.h (WAVE_FORMAT_EXTENSIBLE),
/// EBU Tech 3306 (RF64).</remarks>
internal sealed class WavHeader
{
    private const int ChunkHeaderBytes = 8;
    private const int ExtensibleBytes = 40;

    /// <summary>Sizes from here on come from programs that write to a pipe and do not know the length (arecord, sox, ffmpeg).</summary>
    private const long FirstUnknownSize = 0x7FFF_0000;

    private readonly Stream _stream;
    private readonly byte[] _scratch = new byte[1024];
    private long _riffBytesLeft; // after the chunk header just read; meaningless while _riffSizeKnown is false
    private bool _riffSizeKnown;
    private bool _is64Bit;
    private long _dataSize64 = -1;
    private WavFormat? _format;

    private WavHeader(Stream stream) => _stream = stream;

    /// <summary>Reads up to the first byte of sound.</summary>
    /// <returns>The format and the bytes of sound that the header promises; -1 when it makes no promise.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Outcome<(WavFormat Format, long DataBytes)> Read(Stream stream) => new WavHeader(stream).Read();

    private Outcome<(WavFormat Format, long DataBytes)> Read()
    {
        if (ReadPreamble() is { } failure)
        {
            return failure;
        }

        while (true)
        {
            if (_stream.ReadAtLeast(_scratch.AsSpan(0, ChunkHeaderBytes), ChunkHeaderBytes, throwOnEndOfStream: false) < ChunkHeaderBytes)
            {
                return _format is null ? WavFailures.HeaderCut() : WavFailures.NoSamples();
            }

            var size = BinaryPrimitives.ReadUInt32LittleEndian(_scratch.AsSpan(4));
            _riffBytesLeft -= ChunkHeaderBytes;
            if (_scratch.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                return _format is { } format ? (format, DataBytes(size)) : WavFailures.FormatMissing();
            }

            if (ReadChunk(size) is { } chunkFailure)
            {
                return chunkFailure;
            }

            _riffBytesLeft -= size + (size & 1);
        }
    }

    private Failure? ReadPreamble()
    {
        var read = _stream.ReadAtLeast(_scratch.AsSpan(0, 12), 12, throwOnEndOfStream: false);
        if (read == 0)
        {
            return WavFailures.NothingThere();
        }

        var magic = _scratch.AsSpan(0, Math.Min(read, 4));
        _is64Bit = magic.SequenceEqual("RF64"u8) || magic.SequenceEqual("BW64"u8);
        if (!_is64Bit && !"RIFF"u8.StartsWith(magic))
        {
            return WavFailures.NotRiff();
        }

        if (read < 12)
        {
            return WavFailures.HeaderCut();
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(_scratch.AsSpan(4));
        _riffSizeKnown = size is > 0 and < (uint)FirstUnknownSize;
        _riffBytesLeft = size - 4L;
        return _scratch.AsSpan(8, 4).SequenceEqual("WAVE"u8) ? null : WavFailures.NotRiff();
    }

    private Failure? ReadChunk(uint size)
    {
        var isFormat = _scratch.AsSpan(0, 4).SequenceEqual("fmt "u8);
        var isSizes = _is64Bit && _scratch.AsSpan(0, 4).SequenceEqual("ds64"u8);
        var wanted = isFormat || isSizes ? (int)Math.Min(size, ExtensibleBytes) : 0;
        var body = _scratch.AsSpan(0, wanted);
        if (_stream.ReadAtLeast(body, wanted, throwOnEndOfStream: false) < wanted)
        {
            return WavFailures.HeaderCut();
        }

        if (isSizes && wanted >= 16)
        {
            _dataSize64 = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
        }

        if (isFormat)
        {
            var parsed = WavFormatChunk.Parse(body);
            if (!parsed.TryGet(out var format, out var failure))
            {
                return failure;
            }

            _format = format;
        }

        return Skip(size + (size & 1L) - wanted) ? null : CutInsideChunk();
    }

    private Failure CutInsideChunk() => _format is null ? WavFailures.HeaderCut() : WavFailures.NoSamples();

    // The pad byte of the last chunk is often missing, so only a gap of more than one byte counts as cut.
    private bool Skip(long bytes)
    {
        while (bytes > 0)
        {
            var read = _stream.Read(_scratch, 0, (int)Math.Min(bytes, _scratch.Length));
            if (read == 0)
            {
                return bytes == 1;
            }

            bytes -= read;
        }

        return true;
    }

    private long DataBytes(uint size)
    {
        if (_is64Bit && size == uint.MaxValue)
        {
            return _dataSize64 > 0 ? _dataSize64 : -1;
        }

        // A recorder that was killed, or wrote to a pipe, leaves 0 here; an honest empty chunk has the rest of the file accounted for.
        var honestlyEmpty = size == 0 && _riffSizeKnown && _riffBytesLeft >= ChunkHeaderBytes;
        return honestlyEmpty ? 0 : size is 0 || size >= FirstUnknownSize ? -1 : size;
    }
}
