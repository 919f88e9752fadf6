namespace EdgeRuntime.Contracts.Pairing;

/// <summary>A message of the pairing, as JSON with the fields that its type has. See the README beside for who sends what.</summary>
public sealed record PairingMessage
{
    /// <summary>One of <see cref="PairingTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Protocol of the phone; 0 where it is not said.</summary>
    public int Protocol { get; init; }

    /// <summary>Ephemeral public key, 65 bytes.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Name of the sender, for people.</summary>
    public string? Name { get; init; }

    /// <summary>SHA-256 by which the glasses are bound to their nonce before they see the phone's.</summary>
    public byte[]? Commitment { get; init; }

    /// <summary>32 random bytes.</summary>
    public byte[]? Nonce { get; init; }

    /// <summary>Proof of the confirmation key.</summary>
    public byte[]? Mac { get; init; }

    /// <summary>How it ended.</summary>
    public string? Code { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string? Message { get; init; }
}
