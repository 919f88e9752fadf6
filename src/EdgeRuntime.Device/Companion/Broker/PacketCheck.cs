namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Judges whole packets of a client before the MQTT library sees them, which takes much that MQTT 5 calls malformed or a protocol
/// error. One per connection. Allocates nothing.</summary>
internal sealed class PacketCheck
{
    private const int MaxQuality = 1; // the library would hand over a repeated message of QoS 2 twice, so CONNACK allows no more than 1
    private const byte NeededFlags = 0b0010; // of PUBREL, SUBSCRIBE and UNSUBSCRIBE (table 2-2)

    private bool _isConnected;

    /// <summary>What is wrong with a packet, or null.</summary>
    /// <param name="header">Its first byte: kind and flags.</param>
    /// <param name="body">What follows its length.</param>
    public PacketFault? Judge(byte header, ReadOnlySpan<byte> body)
    {
        var (kind, flags) = (header >> 4, header & 0x0F);
        var reader = new PacketReader(body);
        if ((kind == 1) == _isConnected) return PacketFault.Protocol; // CONNECT comes once, and first
        _isConnected = true;
        return kind switch
        {
            1 => PacketConnect.Judge(flags, reader),
            3 => Publish(flags, reader),
            4 or 5 or 7 => Ack(flags == 0, reader),
            6 => Ack(flags == NeededFlags, reader),
            8 => Subscribe(flags == NeededFlags, reader),
            10 => Unsubscribe(flags == NeededFlags, reader),
            12 => flags == 0 && body.IsEmpty ? null : PacketFault.Malformed,
            14 => Disconnect(flags == 0, reader),
            0 => PacketFault.Malformed,
            _ => PacketFault.Protocol, // what only a server sends, and AUTH, for which there is no method here
        };
    }

    private static PacketFault? Publish(int flags, PacketReader packet)
    {
        var (quality, isAgain, retain) = ((flags >> 1) & 3, (flags & 8) != 0, (flags & 1) != 0);
        if (quality == 3 || (isAgain && quality == 0)) return PacketFault.Malformed; // [MQTT-3.3.1-4, MQTT-3.3.1-2]
        var topic = packet.Text();
        var isNumbered = quality == 0 || packet.Two() != 0;
        if (PacketProperties.Judge(ref packet, PacketProperties.OfPublish, out var seen) is { } wrong) return wrong;
        if (packet.IsBroken) return PacketFault.Malformed;
        if ((seen & PacketProperties.TopicAlias) != 0) return PacketFault.TopicAlias;
        if (!isNumbered) return PacketFault.Protocol;
        if (!PacketTopics.IsName(topic)) return topic.IsEmpty ? PacketFault.Protocol : PacketFault.TopicName;
        return quality > MaxQuality ? PacketFault.Quality : retain ? PacketFault.Retain : null;
    }

    private static PacketFault? Ack(bool flagsAreRight, PacketReader packet)
    {
        if (!flagsAreRight) return PacketFault.Malformed;
        var number = packet.Two();
        if (!packet.IsEmpty) packet.Byte(); // the reason, which nothing here depends on
        if (!packet.IsEmpty && PacketProperties.Judge(ref packet, PacketProperties.OfAck, out _) is { } wrong) return wrong;
        return packet.IsBroken || !packet.IsEmpty ? PacketFault.Malformed : number == 0 ? PacketFault.Protocol : null;
    }

    private static PacketFault? Subscribe(bool flagsAreRight, PacketReader packet)
    {
        if (!flagsAreRight) return PacketFault.Malformed; // [MQTT-3.8.1-1]
        var number = packet.Two();
        if (PacketProperties.Judge(ref packet, PacketProperties.OfSubscribe, out _) is { } wrong) return wrong;
        if (packet.IsBroken) return PacketFault.Malformed;
        if (number == 0 || packet.IsEmpty) return PacketFault.Protocol; // [MQTT-2.2.1-3, MQTT-3.8.3-2]
        while (!packet.IsEmpty)
        {
            var filter = packet.Text();
            if (Options(packet.Byte(), PacketTopics.IsShared(filter)) is { } fault) return fault;
            if (packet.IsBroken) return PacketFault.Malformed;
            if (!PacketTopics.IsFilter(filter)) return PacketFault.TopicFilter;
        }

        return null;
    }

    // quality, 2 bits | no local | retain as published | retain handling, 2 bits | reserved, 2 bits (3.8.3.1)
    private static PacketFault? Options(byte options, bool isShared)
    {
        if (options >> 6 != 0) return PacketFault.Malformed; // [MQTT-3.8.3-5]
        var isLocalExcluded = (options & 4) != 0;
        // [MQTT-3.8.3-4]
        return (options & 3) == 3 || ((options >> 4) & 3) == 3 || (isShared && isLocalExcluded) ? PacketFault.Protocol : null;
    }

    private static PacketFault? Unsubscribe(bool flagsAreRight, PacketReader packet)
    {
        if (!flagsAreRight) return PacketFault.Malformed; // [MQTT-3.10.1-1]
        var number = packet.Two();
        if (PacketProperties.Judge(ref packet, PacketProperties.OfUnsubscribe, out _) is { } wrong) return wrong;
        if (packet.IsBroken) return PacketFault.Malformed;
        if (number == 0 || packet.IsEmpty) return PacketFault.Protocol; // [MQTT-3.10.3-2]
        while (!packet.IsEmpty)
        {
            var filter = packet.Text();
            if (packet.IsBroken) return PacketFault.Malformed;
            if (!PacketTopics.IsFilter(filter)) return PacketFault.TopicFilter;
        }

        return null;
    }

    private static PacketFault? Disconnect(bool flagsAreRight, PacketReader packet)
    {
        if (!flagsAreRight) return PacketFault.Malformed; // [MQTT-3.14.1-1]
        if (packet.IsEmpty) return null;
        var reason = packet.Byte();
        if (!packet.IsEmpty && PacketProperties.Judge(ref packet, PacketProperties.OfDisconnect, out _) is { } wrong) return wrong;
        if (packet.IsBroken || !packet.IsEmpty) return PacketFault.Malformed;
        return reason is 0x00 or 0x04 or (>= 0x80 and <= 0x83) or 0x90 or (>= 0x93 and <= 0x99) ? null : PacketFault.Protocol; // table 3-10
    }
}
