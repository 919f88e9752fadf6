namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Names of <see cref="PacketFault"/>, as they are counted.</summary>
internal static class PacketFaults
{
    /// <summary>The name of one.</summary>
    public static string NameOf(PacketFault fault) => fault switch
    {
        PacketFault.NotMqtt => "not-mqtt",
        PacketFault.Protocol => "protocol-error",
        PacketFault.Version => "version-unknown",
        PacketFault.Authentication => "authentication-unknown",
        PacketFault.Silent => "silent",
        PacketFault.TopicFilter or PacketFault.TopicName => "topic-invalid",
        PacketFault.TopicAlias => "topic-alias",
        PacketFault.TooLarge => "packet-too-large",
        PacketFault.Retain => "retain-refused",
        PacketFault.Quality => "quality-refused",
        _ => "packet-malformed",
    };
}
