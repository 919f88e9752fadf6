using System.Text.Json;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>What these glasses say about themselves, to everybody.</summary>
internal static class AboutGlasses
{
    /// <summary>The retained message.</summary>
    /// <param name="pairing">True while a pairing window is open.</param>
    public static byte[] Json(BondBook bonds, bool pairing) => JsonSerializer.SerializeToUtf8Bytes(
        new AboutMessage(PhoneProtocol.Version, bonds.Glasses, bonds.Name, pairing), CompanionJson.Default.AboutMessage);
}
