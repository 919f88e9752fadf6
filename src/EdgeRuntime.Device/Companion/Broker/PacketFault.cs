namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Why a client's bytes are refused; the values that MQTT has a reason code for are that code (MQTT 5, 2.4).</summary>
internal enum PacketFault
{
    /// <summary>The first packet is no CONNECT: another protocol on this port.</summary>
    NotMqtt = 0,

    /// <summary>A length that is none.</summary>
    Malformed = 0x81,

    /// <summary>More bytes than this client may send in one packet.</summary>
    TooLarge = 0x95,
}
