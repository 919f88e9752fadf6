namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Follows the framing of MQTT packets (MQTT 5, 2.1) in a stream of bytes, so that a packet can be refused by its announced
/// length before anyone makes room for it. Looks at headers only.</summary>
internal sealed class PacketWatch
{
    private const byte Connect = 0x10; // with its flags, which are zero: a TLS hello begins with 0x16
    private const int MaxLengthBytes = 4;

    private int _header = -1;
    private int _lengthBytes;
    private int _length;
    private int _bodyLeft;

    /// <summary>Packets whose headers were complete.</summary>
    public long Packets { get; private set; }

    /// <summary>Goes on by some bytes; gives what is wrong with them, or null.</summary>
    /// <param name="bytes">The next bytes of the stream.</param>
    /// <param name="maxBytes">Most bytes that a packet may have behind its fixed header.</param>
    public PacketFault? Feed(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                var skipped = Math.Min(_bodyLeft, bytes.Length);
                _bodyLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            if (Header(bytes[0], maxBytes) is { } fault) return fault;
            bytes = bytes[1..];
        }

        return null;
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
        if (_length > maxBytes) return PacketFault.TooLarge;
        (_header, _bodyLeft) = (-1, _length);
        Packets++;
        return null;
    }
}
