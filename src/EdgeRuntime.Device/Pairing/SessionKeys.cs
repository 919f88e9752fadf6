using System.Text;

namespace EdgeRuntime.Device.Pairing;

/// <summary>What both ends of a bond derive for one connection from the bond key and two fresh keys.</summary>
/// <param name="glasses">Id of the glasses.</param>
/// <param name="bond">Id of the bond.</param>
/// <param name="bondKey">The bond's secret.</param>
/// <param name="session">Id of the session, 16 bytes.</param>
/// <param name="phoneKey">Fresh public key of the phone.</param>
internal sealed class SessionKeys(string glasses, string bond, byte[] bondKey, byte[] session, byte[] phoneKey)
{
    private readonly byte[] _glasses = Encoding.UTF8.GetBytes(glasses);
    private readonly byte[] _bond = Encoding.UTF8.GetBytes(bond);

    /// <summary>Proof in the phone's hello.</summary>
    public byte[] HelloMac() => LengthPrefixed.Mac(bondKey, "edge hello 1", _glasses, _bond, session, phoneKey);

    /// <summary>Proof in the glasses' welcome.</summary>
    public byte[] WelcomeMac(byte[] glassesKey) =>
        LengthPrefixed.Mac(bondKey, "edge welcome 1", _glasses, _bond, session, phoneKey, glassesKey);

    /// <summary>The keys of the frames: of the phone's and of the glasses'.</summary>
    /// <param name="glassesKey">Fresh public key of the glasses.</param>
    /// <param name="shared">The x coordinate of the shared point.</param>
    public (byte[] Up, byte[] Down) Frames(byte[] glassesKey, byte[] shared)
    {
        // The bond key enters as the salt: HKDF's extraction is a MAC under it, so both secrets are needed, and a stolen bond opens no
        // old recording.
        var transcript = LengthPrefixed.Hash("edge session 1", _glasses, _bond, session, phoneKey, glassesKey);
        var salt = LengthPrefixed.Mac(bondKey, "edge salt 1", transcript);
        return (LengthPrefixed.Derive(shared, salt, "edge up 1"), LengthPrefixed.Derive(shared, salt, "edge down 1"));
    }
}
