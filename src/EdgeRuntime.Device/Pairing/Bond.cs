namespace EdgeRuntime.Device.Pairing;

/// <summary>A phone that may talk to the glasses, and the secret it proves itself with.</summary>
/// <param name="Id">Public id, 16 hexadecimal digits.</param>
/// <param name="Name">Name of the phone, for people.</param>
/// <param name="Key">The secret, 32 bytes: never logged, never sent.</param>
/// <param name="Paired">When it was made.</param>
/// <param name="Used">When a connection last used it; the one used least recently goes when there are too many.</param>
public sealed record Bond(string Id, string Name, byte[] Key, DateTimeOffset Paired, DateTimeOffset Used)
{
    /// <summary>What the phone gives the broker in the glasses as its password.</summary>
    public string BrokerPassword() => Convert.ToHexStringLower(LengthPrefixed.Mac(Key, "edge broker 1"));

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Id} {Name}";
}
