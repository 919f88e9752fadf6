using System.Buffers;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>The data lines of a server-sent event stream, in one rented buffer that grows up to a limit. A span it gives is valid until
/// the next
/// <see cref="FillAsync"/>. Fields other than data and comments are skipped. One thread. Source: WHATWG HTML, section 9.2.6.</summary>
internal sealed class SseLines(Stream stream, int longestLineBytes) : IDisposable
{
    private const int FirstBufferBytes = 4096;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
    private int _start; // of the line being read
    private int _scanned; // no line feed before here
    private int _end; // of what was received

    /// <summary>True while the line being read is longer than allowed.</summary>
    public bool TooLong => _end - _start > longestLineBytes;

    /// <summary>The next data line that has been received whole, without <c>data:</c>; false when more must be received.</summary>
    public bool TryRead(out ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (length < 0)
            {
                _scanned = _end;
                data = default;
                return false;
            }

            var line = _buffer.AsSpan(_start, _scanned + length - _start);
            _start = _scanned = _scanned + length + 1;
            if (IsData(line, out data))
            {
                return true;
            }
        }
    }

    /// <summary>Receives more bytes; zero at the end of the stream. Not after <see cref="TooLong"/>.</summary>
    public ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        return stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
    }

    /// <summary>Takes note of what <see cref="FillAsync"/> received.</summary>
    public void Filled(int count) => _end += count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _scanned = _end = 0;
    }

    private static bool IsData(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> data)
    {
        if (!line.StartsWith("data:"u8))
        {
            data = default;
            return false;
        }

        data = line["data:"u8.Length..].Trim(" \r"u8);
        return !data.IsEmpty;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _scanned = _end = 0;
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }
        else if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
