using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>Names that phones give themselves.</summary>
internal static class PairingNames
{
    /// <summary>True for a name that may be shown and printed: short, and without control characters, which could rewrite a
    /// terminal.</summary>
    public static bool IsFine(string? name) => name is { Length: <= PhoneProtocol.MaxNameLength } && !name.Any(char.IsControl);
}
