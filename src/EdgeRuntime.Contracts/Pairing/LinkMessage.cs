namespace EdgeRuntime.Contracts.Pairing;

/// <summary>A message of the handshake by which a bonded phone and the glasses make the keys of a connection, as JSON.</summary>
public sealed record LinkMessage
{
    /// <summary>Type of the phone's message.</summary>
    public const string Hello = "hello";

    /// <summary>Type of the glasses' answer.</summary>
    public const string Welcome = "welcome";

    /// <summary>Type of a refusal, which proves nothing.</summary>
    public const string Refused = "refused";

    /// <summary><see cref="Code"/> where the glasses know no such bond.</summary>
    public const string BondUnknown = "bond-unknown";

    /// <summary><see cref="Code"/> where the glasses have no session with this phone any more: it says hello again.</summary>
    public const string SessionUnknown = "session-unknown";

    /// <summary><see cref="Hello"/>, <see cref="Welcome"/> or <see cref="Refused"/>.</summary>
    public required string Type { get; init; }

    /// <summary>16 random bytes of the phone.</summary>
    public byte[]? Session { get; init; }

    /// <summary>Ephemeral public key, 65 bytes.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Proof of the bond key.</summary>
    public byte[]? Mac { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Code { get; init; }
}
