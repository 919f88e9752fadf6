using System.Buffers.Binary;
using System.Text.Unicode;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Reads the fields of a packet (MQTT 5, 1.5), one after the other. What does not stand there is read as zero or empty, and
/// breaks the reader for good.</summary>
/// <param name="bytes">The bytes; borrowed for as long as this lives.</param>
internal ref struct PacketReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxVariableBytes = 4;

    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>True once something was not as it must be.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>True where nothing is left.</summary>
    public readonly bool IsEmpty => _left.IsEmpty;

    /// <summary>A number of one byte.</summary>
    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    /// <summary>A number of two bytes.</summary>
    public int Two() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0;

    /// <summary>A number of four bytes.</summary>
    public uint Four() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;

    /// <summary>A number in as few bytes as it needs: more is malformed [MQTT-1.5.5-1].</summary>
    public int Variable()
    {
        var value = 0;
        for (var i = 0; i < MaxVariableBytes; i++)
        {
            var next = Byte();
            value |= (next & 0x7F) << (7 * i);
            if ((next & 0x80) != 0) continue;
            if (next == 0 && i > 0) IsBroken = true;
            return IsBroken ? 0 : value;
        }

        IsBroken = true;
        return 0;
    }

    /// <summary>Bytes behind their length.</summary>
    public ReadOnlySpan<byte> Binary() => Take(Two());

    /// <summary>A text in UTF-8, without U+0000 [MQTT-1.5.4-1, MQTT-1.5.4-2].</summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Binary();
        if (Utf8.IsValid(text) && !text.Contains((byte)0)) return text;
        IsBroken = true;
        return default;
    }

    /// <summary>A reader of the next bytes, which are behind a length of their own.</summary>
    public PacketReader Part() => new(Take(Variable())) { IsBroken = IsBroken };

    private ReadOnlySpan<byte> Take(int count)
    {
        if (IsBroken || count > _left.Length)
        {
            IsBroken = true;
            return default;
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
