using System.Buffers;
using System.Numerics;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Follows the framing of MQTT packets (MQTT 5, 2.1) in a stream of bytes, so that a packet can be refused by its announced
/// length before anyone makes room for it, and by what it says before its last bytes are handed on.</summary>
/// <param name="judge">Says what is wrong with a whole packet, given its first byte and its body; null where only headers count.</param>
internal sealed class PacketWatch(Func<byte, ReadOnlySpan<byte>, PacketFault?>? judge = null)
{
    private const byte Connect = 0x10; // with its flags, which are zero: a TLS hello begins with 0x16
    private const int MaxLengthBytes = 4;

    private byte[]? _kept; // the body so far, where it comes in pieces; rented
    private int _header = -1;
    private int _lengthBytes;
    private int _length;
    private int _bodyLeft;

    /// <summary>Packets whose headers were complete.</summary>
    public long Packets { get; private set; }

    /// <summary>True between two packets.</summary>
    public bool IsBetween => _header < 0;

    /// <summary>Goes on by some bytes; gives what is wrong with them, or null.</summary>
    /// <param name="bytes">The next bytes of the stream.</param>
    /// <param name="maxBytes">Most bytes that a packet may have, with its fixed header (MQTT 5, 3.2.2.3.6).</param>
    public PacketFault? Feed(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = _bodyLeft > 0 ? Math.Min(_bodyLeft, bytes.Length) : 1;
            if ((_bodyLeft > 0 ? Body(bytes[..taken]) : Header(bytes[0], maxBytes)) is { } fault) return fault;
            bytes = bytes[taken..];
        }

        return null;
    }

    /// <summary>Bytes of a packet that begins here, with its fixed header, which stands in the first piece.</summary>
    public static long LengthOf(in ReadOnlySequence<byte> packet)
    {
        Span<byte> start = stackalloc byte[1 + MaxLengthBytes];
        start = start[..(int)Math.Min(start.Length, packet.Length)];
        packet.Slice(0, start.Length).CopyTo(start);
        var length = new PacketReader(start[1..]).Variable();
        return 1 + (BitOperations.Log2((uint)length) / 7) + 1 + length;
    }

    private PacketFault? Header(byte next, int maxBytes)
    {
        if (_header < 0)
        {
            (_header, _lengthBytes, _length) = (next, 0, 0);
            return Packets == 0 && next != Connect ? PacketFault.NotMqtt : null;
        }

        _length |= (next & 0x7F) << (7 * _lengthBytes++);
        if ((next & 0x80) != 0) return _lengthBytes == MaxLengthBytes ? PacketFault.Malformed : null;
        if (next == 0 && _lengthBytes > 1) return PacketFault.Malformed; // more bytes than it needs [MQTT-1.5.5-1]
        if (1 + _lengthBytes + _length > maxBytes) return PacketFault.TooLarge;
        Packets++;
        _bodyLeft = _length;
        return _length == 0 ? Whole([]) : null;
    }

    private PacketFault? Body(ReadOnlySpan<byte> piece)
    {
        var isWhole = piece.Length == _length;
        if (judge is not null && !isWhole)
        {
            _kept ??= ArrayPool<byte>.Shared.Rent(_length);
            piece.CopyTo(_kept.AsSpan(_length - _bodyLeft));
        }

        _bodyLeft -= piece.Length;
        return _bodyLeft > 0 ? null : Whole(isWhole ? piece : _kept.AsSpan(0, judge is null ? 0 : _length));
    }

    private PacketFault? Whole(ReadOnlySpan<byte> body)
    {
        var fault = judge?.Invoke((byte)_header, body);
        _header = -1;
        if (_kept is { } rented) ArrayPool<byte>.Shared.Return(rented); // of a packet that never becomes whole, the collector takes it
        _kept = null;
        return fault;
    }
}
