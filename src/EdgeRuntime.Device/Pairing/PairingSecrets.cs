using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>What both sides derive from the shared point and the transcript.</summary>
/// <param name="shared">The x coordinate of the shared point.</param>
/// <param name="transcript">Hash of the transcript.</param>
internal sealed class PairingSecrets(byte[] shared, byte[] transcript)
{
    /// <summary>Key of the confirmations.</summary>
    public byte[] ConfirmKey { get; } = LengthPrefixed.Derive(shared, transcript, "edge confirm 1");

    /// <summary>The secret that stays.</summary>
    public byte[] BondKey { get; } = LengthPrefixed.Derive(shared, transcript, "edge bond key 1");

    /// <summary>Public id of the bond.</summary>
    public string BondId { get; } = Convert.ToHexStringLower(
        LengthPrefixed.Derive(shared, transcript, "edge bond id 1"))[..PhoneProtocol.IdDigits];

    /// <summary>Proof that the phone's person agreed.</summary>
    public byte[] PhoneMac => LengthPrefixed.Mac(ConfirmKey, "phone", transcript);

    /// <summary>Proof that the glasses' person agreed.</summary>
    public byte[] GlassesMac => LengthPrefixed.Mac(ConfirmKey, "glasses", transcript);

    /// <summary>Proof that the phone has all it needs.</summary>
    public byte[] DoneMac => LengthPrefixed.Mac(ConfirmKey, "done", transcript);
}
