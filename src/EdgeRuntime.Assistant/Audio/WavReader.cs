using System.Runtime.CompilerServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Reads the sound of a WAV file from its beginning to its end, as mono samples at the file's own rate, in flat memory.
/// The stream is never sought in, so a pipe is as good as a file. One thread at a time.</summary>
public sealed class WavReader : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly ChannelMix _mix;
    private int _start; // first byte of _buffer not yet decoded
    private int _end; // one past the last byte of _buffer that was read
    private long _left; // bytes of sound that the header still promises; -1 when it promised nothing

    private WavReader(Stream stream, WavFormat format, long dataBytes)
    {
        _stream = stream;
        Format = format;
        _mix = new ChannelMix(format);
        _left = dataBytes;
        Length = dataBytes < 0 ? null : dataBytes / format.BytesPerBlock;
    }

    /// <summary>Format of the file.</summary>
    public WavFormat Format { get; }

    /// <summary>Samples per channel that the header promises; null when it does not say (a pipe).</summary>
    public long? Length { get; }

    /// <summary>Set at the end of the sound when there was less of it than the header promised, or when reading failed.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Reads the header, up to the first sample.</summary>
    /// <param name="stream">Owned by the reader when it opens, and left to the caller when it does not.</param>
    public static Outcome<WavReader> Open(Stream stream)
    {
        try
        {
            if (!WavHeader.Read(stream).TryGet(out var header, out var failure))
            {
                return failure;
            }

            var reader = new WavReader(stream, header.Format, header.DataBytes);
            reader.Take(stream.Read(reader._buffer, 0, reader.Wanted()));
            return reader.Blocks > 0 || reader.FillBlock() ? reader : WavFailures.NoSamples();
        }
        catch (IOException e)
        {
            return WavFailures.Unreadable(e.Message);
        }
    }

    /// <summary>Fills <paramref name="mono"/> from its start with the next samples,
    /// all channels averaged and those that run against the others turned over before.</summary>
    /// <returns>Samples written; 0 at the end of the sound.</returns>
    public ValueTask<int> ReadAsync(Memory<float> mono, CancellationToken cancellationToken)
    {
        while (Blocks == 0)
        {
            Compact();
            if (mono.IsEmpty || Wanted() == 0)
            {
                return new ValueTask<int>(0);
            }

            // Without a state machine while the stream has bytes at hand, so that a chunk then costs no memory in any build.
            var read = StartRead(cancellationToken);
            if (!read.IsCompletedSuccessfully)
            {
                return WaitAsync(read, mono, cancellationToken);
            }

            Take(read.Result);
        }

        return new ValueTask<int>(Decode(mono.Span));
    }

    /// <summary>Closes the stream.</summary>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private int Blocks => (_end - _start) / Format.BytesPerBlock;

    private int Decode(Span<float> mono)
    {
        var count = Math.Min(Blocks, mono.Length);
        var bytes = count * Format.BytesPerBlock;
        SampleDecoder.Decode(_buffer.AsSpan(_start, bytes), mono[..count], Format, _mix);
        _start += bytes;
        return count;
    }

    private ValueTask<int> StartRead(CancellationToken cancellationToken)
    {
        try
        {
            return _stream.ReadAsync(_buffer.AsMemory(_end, Wanted()), cancellationToken);
        }
        catch (IOException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read, Memory<float> mono, CancellationToken cancellationToken)
    {
        try
        {
            Take(await read.ConfigureAwait(false));
        }
        catch (IOException e)
        {
            Failure = WavFailures.Unreadable(e.Message);
            return 0;
        }

        return await ReadAsync(mono, cancellationToken).ConfigureAwait(false);
    }

    // Only for the first block: a file whose sound is shorter than one block holds no sound.
    private bool FillBlock()
    {
        while (Blocks == 0 && Wanted() > 0 && Take(_stream.Read(_buffer, _end, Wanted())))
        {
        }

        return Blocks > 0;
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }

    private int Wanted() => (int)(_left < 0 ? _buffer.Length - _end : Math.Min(_left, _buffer.Length - _end));

    private bool Take(int read)
    {
        _end += read;
        if (read == 0 && _left > 0 && _end < _buffer.Length)
        {
            Failure = WavFailures.Truncated(_left);
        }

        _left = read == 0 ? 0 : _left < 0 ? _left : _left - read;
        return read > 0;
    }
}
