namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Judges CONNECT (MQTT 5, 3.1). Older versions are let through, so that they are refused in their own words.</summary>
internal static class PacketConnect
{
    private const byte Newest = 5;

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="headerFlags">Flags of the first byte.</param>
    /// <param name="packet">The body.</param>
    public static PacketFault? Judge(int headerFlags, PacketReader packet)
    {
        if (headerFlags != 0) return PacketFault.Malformed;
        var name = packet.Text();
        var version = packet.Byte();
        if (packet.IsBroken) return PacketFault.Malformed;
        if (name.SequenceEqual("MQIsdp"u8) ? version == 3 : name.SequenceEqual("MQTT"u8) && version == 4) return null;
        return name.SequenceEqual("MQTT"u8) && version == Newest ? Judge(packet) : PacketFault.Version; // [MQTT-3.1.2-1, MQTT-3.1.2-2]
    }

    // user name | password | will retain | will quality, 2 bits | will | clean start | reserved (3.1.2.3)
    private static PacketFault? Judge(PacketReader packet)
    {
        var flags = packet.Byte();
        var (hasUser, hasPassword, hasWill, willQuality) = ((flags & 0x80) != 0, (flags & 0x40) != 0, (flags & 4) != 0, (flags >> 3) & 3);
        if ((flags & 1) != 0) return PacketFault.Malformed; // [MQTT-3.1.2-3]
        if (hasWill ? willQuality == 3 : (flags & 0x38) != 0) return PacketFault.Malformed; // [MQTT-3.1.2-11 to -13]
        packet.Two(); // keep alive
        if (PacketProperties.Judge(ref packet, PacketProperties.OfConnect, out var seen) is { } wrong) return wrong;
        packet.Text(); // client id
        if (hasWill && Will(ref packet) is { } unfit) return unfit;
        if (hasUser) packet.Text();
        if (hasPassword) packet.Binary();
        if (packet.IsBroken || !packet.IsEmpty) return PacketFault.Malformed;
        if ((seen & PacketProperties.AuthenticationMethod) != 0) return PacketFault.Authentication; // there is none here (4.12)
        if ((seen & PacketProperties.AuthenticationData) != 0) return PacketFault.Protocol;
        return !hasWill || willQuality < 2 ? (flags & 0x20) == 0 ? null : PacketFault.Retain : PacketFault.Quality;
    }

    private static PacketFault? Will(ref PacketReader packet)
    {
        if (PacketProperties.Judge(ref packet, PacketProperties.OfWill, out _) is { } wrong) return wrong;
        var topic = packet.Text();
        packet.Binary(); // what it says
        return packet.IsBroken ? PacketFault.Malformed : PacketTopics.IsName(topic) ? null : PacketFault.TopicName;
    }
}
