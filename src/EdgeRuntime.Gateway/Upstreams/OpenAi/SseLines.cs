using System.Buffers;
using System.Text;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>The events of a server-sent event stream, in one rented buffer that grows up to a limit. An event of several data lines is
/// put together in place. Of the fields data and event are read; comments are counted, and events named as signs of life (ping) with them.
/// What it gives is valid until the next call. One thread. Source: WHATWG HTML, section 9.2.6.</summary>
internal sealed class SseLines(Stream stream, int longestEventBytes) : IDisposable
{
    private const int FirstBufferBytes = 4096;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
    private int _start; // of the event being read
    private int _line; // where the line being read begins
    private int _scanned; // no end of a line before here
    private int _end; // of what was received
    private int _dataLength; // the data of the event so far, from _start on
    private bool _hasData;
    private bool _isNamedError;
    private bool _isNamedPing;
    private bool _afterReturn; // a line feed that follows belongs to the line before
    private bool _isBegun;

    /// <summary>True while the event being read is longer than allowed.</summary>
    public bool TooLong => _end - _line + _dataLength > longestEventBytes;

    /// <summary>How many comments came so far: servers send them to say that they are still at work.</summary>
    public int Comments { get; private set; }

    /// <summary>Whether the event that was given last bears the name error; it may be empty then.</summary>
    public bool IsError { get; private set; }

    /// <summary>The data of the next event that has been received whole; false when more must be received.</summary>
    public bool TryRead(out ReadOnlySpan<byte> data)
    {
        while (TryReadLine(out var line))
        {
            if (line.IsEmpty && TryEnd(out data)) return true;
            if (line is [(byte)':', ..]) Comments++;
            if (IsField(line, "event"u8, out var name)) TakeName(name);
            else if (IsField(line, "data"u8, out var value)) Append(value);
        }

        data = default;
        return false;
    }

    /// <summary>The stream is over: gives an event that lacks only the empty line behind it. A line that was not received whole is
    /// none.</summary>
    public bool TryReadLast(out ReadOnlySpan<byte> data) => TryEnd(out data);

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
        _start = _line = _scanned = _end = _dataLength = 0;
    }

    // A line ends with a line feed, a carriage return or both.
    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        if (_afterReturn && _line < _end)
        {
            _line += _buffer[_line] == '\n' ? 1 : 0;
            _afterReturn = false;
        }

        _scanned = Math.Max(_scanned, _line);
        var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }

        var end = _scanned + length;
        line = _buffer.AsSpan(_line, end - _line);
        line = !_isBegun && line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
        _isBegun = true;
        _afterReturn = _buffer[end] == '\r';
        _line = _scanned = end + 1;
        return true;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(field) || (line.Length > field.Length && line[field.Length] != ':')) return false;
        value = line.Length > field.Length ? line[(field.Length + 1)..] : default;
        value = value is [(byte)' ', ..] ? value[1..] : value;
        return true;
    }

    private void TakeName(ReadOnlySpan<byte> name)
    {
        name = name.Trim(" "u8);
        _isNamedError = Ascii.EqualsIgnoreCase(name, "error"u8);
        _isNamedPing = name.SequenceEqual("ping"u8) || name.SequenceEqual("keepalive"u8) || name.SequenceEqual("heartbeat"u8);
    }

    // The data moves towards the beginning of the event, where fields and line ends have left more room than it needs.
    private void Append(ReadOnlySpan<byte> value)
    {
        if (_hasData) _buffer[_start + _dataLength++] = (byte)'\n';
        value.CopyTo(_buffer.AsSpan(_start + _dataLength));
        _dataLength += value.Length;
        _hasData = true;
    }

    private bool TryEnd(out ReadOnlySpan<byte> data)
    {
        data = _buffer.AsSpan(_start, _dataLength).Trim(" "u8);
        _start = _line;
        _dataLength = 0;
        _hasData = false;
        var isPing = _isNamedPing;
        IsError = _isNamedError;
        _isNamedError = _isNamedPing = false;
        if (isPing) Comments++;
        return !isPing && (!data.IsEmpty || IsError);
    }

    private void MakeRoom()
    {
        if (_line == _end && !_hasData)
        {
            _start = _line = _scanned = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var pending = _end - _line;
            var into = _dataLength + pending <= _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start, _dataLength).CopyTo(into);
            _buffer.AsSpan(_line, pending).CopyTo(into.AsSpan(_dataLength));
            if (into != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _line, _scanned, _end) = (into, 0, _dataLength, _dataLength + (_scanned - _line), _dataLength + pending);
        }
    }
}
