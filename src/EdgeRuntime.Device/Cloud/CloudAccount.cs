using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Which gateway the glasses talk to, and how they prove who they are.</summary>
/// <param name="Address">For example <c>https://gateway.example:8443</c>.</param>
/// <param name="Key">Credential of this device; a secret: never logged, never in a trace.</param>
/// <param name="Pin">SHA-256 of the gateway's certificate in DER, 64 lower-case hexadecimal digits;
/// null to trust what the system trusts.</param>
public sealed record CloudAccount(Uri Address, string Key, string? Pin)
{
    private const int LongestKey = 249; // "Bearer " and the key have 256 bytes in the contract

    /// <summary>Checks what a person gave. Failures: <c>cloud-address-invalid</c>, <c>cloud-address-plain</c>,
    /// <c>cloud-key-invalid</c>, <c>cloud-pin-invalid</c>.</summary>
    public static Outcome<CloudAccount> Parse(string address, string key, string? pin)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.PathAndQuery != "/"
            || uri.UserInfo.Length > 0)
        {
            return Wrong(
                "cloud-address-invalid", $"'{address}' is not the address of a gateway.", "Give one such as https://gateway.example:8443.");
        }

        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            return Wrong(
                "cloud-address-plain", $"Refusing to send anything to {uri.Host} without encryption.",
                "Use an address that begins with https://.");
        }

        if (key.Length is 0 or > LongestKey || !key.All(c => c is > ' ' and < (char)127))
        {
            return Wrong(
                "cloud-key-invalid", "The key is empty, too long or holds characters that no key has.",
                "Use the key as edge-gateway keys create printed it.");
        }

        var digits = pin?.Replace(":", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        return digits is null || (digits.Length == 64 && digits.All(char.IsAsciiHexDigit))
            ? new CloudAccount(uri, key, digits)
            : Wrong(
                "cloud-pin-invalid", "The pin is not a SHA-256 in hexadecimal digits.",
                "Use the pin that the gateway printed at its start.");
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Address}{(Pin is null ? string.Empty : $" pinned to {Pin}")}";

    private static Failure Wrong(string code, string message, string next) => new(Stages.Cloud, code, message, next);
}
