namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Why a connection is ended by what its client sends, or does not; the values that MQTT has a reason code for are that code
/// (MQTT 5, 2.4).</summary>
internal enum PacketFault
{
    /// <summary>The first packet is no CONNECT: another protocol on this port.</summary>
    NotMqtt = 0,

    /// <summary>Bytes that are no packet, or not one of this kind.</summary>
    Malformed = 0x81,

    /// <summary>A packet that is one, but may not say this, or not here.</summary>
    Protocol = 0x82,

    /// <summary>CONNECT of a version that there is not.</summary>
    Version = 0x84,

    /// <summary>A way of proving oneself that is not known here.</summary>
    Authentication = 0x8C,

    /// <summary>Nothing came for one and a half times the keep-alive that was announced.</summary>
    Silent = 0x8D,

    /// <summary>A filter that is none.</summary>
    TopicFilter = 0x8F,

    /// <summary>A topic that is none.</summary>
    TopicName = 0x90,

    /// <summary>A topic alias, of which none were announced.</summary>
    TopicAlias = 0x94,

    /// <summary>More bytes than this client may send in one packet.</summary>
    TooLarge = 0x95,

    /// <summary>A message to be retained, which only the glasses' own are.</summary>
    Retain = 0x9A,

    /// <summary>A quality of service above the announced one.</summary>
    Quality = 0x9B,
}
