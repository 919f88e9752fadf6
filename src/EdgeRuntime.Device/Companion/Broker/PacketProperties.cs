namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Judges the properties of a packet (MQTT 5, 2.2.2): which may stand there, how often, and with what values.</summary>
internal static class PacketProperties
{
    /// <summary>Properties by their identifiers, as bits: those of CONNECT (3.1.2.11).</summary>
    public const ulong OfConnect =
        SessionExpiry | AuthenticationMethod | AuthenticationData | RequestProblem | RequestResponse | ReceiveMaximum
        | TopicAliasMaximum | User | MaximumPacketSize;

    /// <summary>Of a will (3.1.3.2).</summary>
    public const ulong OfWill = OfMessage | WillDelay;

    /// <summary>Of PUBLISH from a client (3.3.2.3), which has no subscription identifier [MQTT-3.3.4-6].</summary>
    public const ulong OfPublish = OfMessage | TopicAlias;

    /// <summary>Of an acknowledgement (3.4.2.2).</summary>
    public const ulong OfAck = ReasonString | User;

    /// <summary>Of SUBSCRIBE (3.8.2.1).</summary>
    public const ulong OfSubscribe = SubscriptionIdentifier | User;

    /// <summary>Of UNSUBSCRIBE (3.10.2.1).</summary>
    public const ulong OfUnsubscribe = User;

    /// <summary>Of DISCONNECT from a client (3.14.2.2).</summary>
    public const ulong OfDisconnect = SessionExpiry | ReasonString | User;

    /// <summary>How the client proves itself.</summary>
    public const ulong AuthenticationMethod = 1UL << 0x15;

    /// <summary>What goes with that.</summary>
    public const ulong AuthenticationData = 1UL << 0x16;

    /// <summary>A number in the place of a topic.</summary>
    public const ulong TopicAlias = 1UL << 0x23;

    private const ulong PayloadFormat = 1UL << 0x01;
    private const ulong MessageExpiry = 1UL << 0x02;
    private const ulong ContentType = 1UL << 0x03;
    private const ulong ResponseTopic = 1UL << 0x08;
    private const ulong CorrelationData = 1UL << 0x09;
    private const ulong SubscriptionIdentifier = 1UL << 0x0B;
    private const ulong SessionExpiry = 1UL << 0x11;
    private const ulong RequestProblem = 1UL << 0x17;
    private const ulong WillDelay = 1UL << 0x18;
    private const ulong RequestResponse = 1UL << 0x19;
    private const ulong ReasonString = 1UL << 0x1F;
    private const ulong ReceiveMaximum = 1UL << 0x21;
    private const ulong TopicAliasMaximum = 1UL << 0x22;
    private const ulong User = 1UL << 0x26;
    private const ulong MaximumPacketSize = 1UL << 0x27;
    private const ulong OfMessage = PayloadFormat | MessageExpiry | ContentType | ResponseTopic | CorrelationData | User;

    private const ulong Flags = PayloadFormat | RequestProblem | RequestResponse;
    private const ulong Twos = ReceiveMaximum | TopicAliasMaximum | TopicAlias;
    private const ulong Fours = MessageExpiry | SessionExpiry | WillDelay | MaximumPacketSize;
    private const ulong Binaries = CorrelationData | AuthenticationData;
    private const ulong AnyValue = ContentType | AuthenticationMethod | ReasonString | User | Binaries;
    private const ulong AboveZero = ReceiveMaximum | MaximumPacketSize | SubscriptionIdentifier;

    /// <summary>Reads the properties behind their length; gives what is wrong with them, or null.</summary>
    /// <param name="packet">Stands at the length; behind the last property afterwards.</param>
    /// <param name="allowed">What may stand there.</param>
    /// <param name="seen">What stands there.</param>
    public static PacketFault? Judge(ref PacketReader packet, ulong allowed, out ulong seen)
    {
        seen = 0;
        var properties = packet.Part();
        while (!properties.IsEmpty && !properties.IsBroken)
        {
            var identifier = properties.Variable();
            var property = identifier < 64 ? 1UL << identifier : 0;
            if ((property & allowed) == 0) return PacketFault.Malformed;
            if ((property & seen & ~User) != 0) return PacketFault.Protocol; // more than once
            seen |= property;
            if (!IsAllowed(property, ref properties)) return PacketFault.Protocol;
        }

        return properties.IsBroken ? PacketFault.Malformed : null;
    }

    // False where the value is of its type, but not one that it may have.
    private static bool IsAllowed(ulong property, ref PacketReader reader)
    {
        if (property == ResponseTopic) return PacketTopics.IsName(reader.Text()) || reader.IsBroken;
        if ((property & Flags) != 0) return reader.Byte() <= 1;
        if ((property & AnyValue) != 0)
        {
            if (property == User) reader.Text(); // its name
            if ((property & Binaries) != 0) reader.Binary();
            else reader.Text();
            return true;
        }

        var value = (property & Twos) != 0 ? (uint)reader.Two() : (property & Fours) != 0 ? reader.Four() : (uint)reader.Variable();
        return value > 0 || (property & AboveZero) == 0 || reader.IsBroken;
    }
}
