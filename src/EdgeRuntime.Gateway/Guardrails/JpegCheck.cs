using System.Buffers.Binary;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Reads a JPEG from its first marker to its last as a decoder does (ITU-T T.81, annex B), without undoing the compression:
/// segments and their lengths, tables that scans refer to, the frame and its size, and the picture up to its end. Never reads outside the
/// bytes, whatever they are.</summary>
internal ref struct JpegCheck
{
    private const int LeastBitsOfABlock = 2; // one code for its mean, one for its end
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _width;
    private int _height;
    private int _components; // how many the frame has
    private bool _isSequential;
    private uint _quantization; // tables that were defined, a bit each
    private uint _dc;
    private uint _ac;
    private int _pictureBytes;

    private JpegCheck(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Width and height in pixels; null, with the reason, when this is no whole baseline or progressive JPEG.</summary>
    public static (int Width, int Height)? Read(ReadOnlySpan<byte> bytes, out string why)
    {
        var check = new JpegCheck(bytes);
        why = check.Fault() ?? "";
        return why.Length == 0 ? (check._width, check._height) : null;
    }

    private string? Fault()
    {
        if (_bytes is not [0xff, 0xd8, 0xff, ..]) return "it is not a JPEG";
        _at = 2;
        while (true)
        {
            if (Marker() is not { } marker) return "it ends before its picture does";
            if (marker == 0xd9) return EndFault();
            if (marker is 0x00 or 0x01 or (>= 0xd0 and <= 0xd8)) return "it has a marker where none may stand";
            if (!TryTakeSegment(out var segment)) return "a segment is longer than it";
            if (SegmentFault(marker, segment) is { } fault) return fault;
        }
    }

    // A marker and the fill bytes before it.
    private byte? Marker()
    {
        if (_at >= _bytes.Length || _bytes[_at] != 0xff) return null;
        while (_at < _bytes.Length && _bytes[_at] == 0xff) _at++;
        return _at < _bytes.Length ? _bytes[_at++] : null;
    }

    private bool TryTakeSegment(out ReadOnlySpan<byte> segment)
    {
        segment = default;
        if (_bytes.Length - _at < 2) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[_at..]);
        if (length < 2 || length > _bytes.Length - _at) return false;
        segment = _bytes.Slice(_at + 2, length - 2);
        _at += length;
        return true;
    }

    private string? SegmentFault(byte marker, ReadOnlySpan<byte> segment) => marker switch
    {
        0xc4 => HuffmanFault(segment),
        0xdb => QuantizationFault(segment),
        0xdd => segment.Length == 2 ? null : "its restart interval is malformed",
        0xc0 or 0xc1 or 0xc2 => FrameFault(marker, segment),
        0xda => ScanFault(segment),
        0xdc or 0xde or 0xdf or (>= 0xc3 and <= 0xcf) => "it is neither a baseline nor a progressive JPEG",
        >= 0xe0 and <= 0xef or 0xfe => null, // of applications, and a comment
        _ => "it has a segment that no JPEG of today has",
    };

    private string? HuffmanFault(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            var (kind, table, codes) = (segment[0] >> 4, segment[0] & 15, 0);
            foreach (var count in segment.Slice(1, 16)) codes += count;
            if (kind > 1 || table > 3 || codes is 0 or > 256 || segment.Length < 17 + codes) break;
            if (kind == 0) _dc |= 1u << table;
            else _ac |= 1u << table;
            segment = segment[(17 + codes)..];
        }

        return segment.IsEmpty ? null : "a Huffman table is malformed";
    }

    private string? QuantizationFault(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (bytesEach, table) = ((segment[0] >> 4) + 1, segment[0] & 15);
            var length = 1 + 64 * bytesEach;
            if (bytesEach > 2 || table > 3 || segment.Length < length) return "a quantization table is malformed";
            _quantization |= 1u << table;
            segment = segment[length..];
        }

        return null;
    }

    private string? FrameFault(byte marker, ReadOnlySpan<byte> segment)
    {
        if (_components > 0) return "it has two frames";
        if (segment.Length < 6 || segment[0] != 8) return "its frame is malformed";
        _height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        _width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        _components = segment[5];
        _isSequential = marker != 0xc2;
        if (_width == 0 || _height == 0) return "it has no size";
        if (_components is 0 or > 4 || segment.Length != 6 + 3 * _components) return "its frame is malformed";
        for (var at = 6; at < segment.Length; at += 3)
        {
            var (across, down) = (segment[at + 1] >> 4, segment[at + 1] & 15);
            if (across is 0 or > 4 || down is 0 or > 4 || segment[at + 2] > 3) return "its frame is malformed";
        }

        return null;
    }

    private string? ScanFault(ReadOnlySpan<byte> segment)
    {
        if (_components == 0) return "its picture stands before its frame";
        var components = segment.IsEmpty ? 0 : segment[0];
        if (components == 0 || components > _components || segment.Length != 4 + 2 * components) return "a scan is malformed";
        if (_quantization == 0) return "a table is missing";
        var (from, to) = (segment[^3], segment[^2]);
        if (from > 63 || to > 63 || (_isSequential && (from != 0 || to != 63))) return "a scan is malformed";
        for (var at = 1; at < segment.Length - 3; at += 2)
        {
            var (dc, ac) = (segment[at + 1] >> 4, segment[at + 1] & 15);
            if (dc > 3 || ac > 3) return "a scan is malformed";
            if (_isSequential && ((_dc >> dc & 1) == 0 || (_ac >> ac & 1) == 0)) return "a table is missing";
        }

        var before = _at;
        SkipPicture();
        _pictureBytes += _at - before;
        return _at > before ? null : "a scan is empty";
    }

    // Up to the next marker that is neither a stuffed byte nor a restart.
    private void SkipPicture()
    {
        while (_at < _bytes.Length)
        {
            var next = _bytes[_at..].IndexOf((byte)0xff);
            if (next < 0 || _at + next + 1 >= _bytes.Length)
            {
                _at = _bytes.Length;
                return;
            }

            _at += next;
            if (_bytes[_at + 1] is not (0x00 or (>= 0xd0 and <= 0xd7))) return;
            _at += 2;
        }
    }

    private string? EndFault()
    {
        if (_pictureBytes == 0) return "it has no picture";
        var blocks = (long)((_width + 7) / 8) * ((_height + 7) / 8);
        if (_isSequential && _pictureBytes * 8L < blocks * LeastBitsOfABlock) return "it has less of its picture than its size says";
        return _bytes[_at..].ContainsAnyExcept((byte)0) ? "something else stands behind it" : null;
    }
}
