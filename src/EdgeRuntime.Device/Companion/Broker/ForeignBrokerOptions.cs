using System.Security.Cryptography.X509Certificates;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Which broker elsewhere is used, as whom, and where phones' pages find it.</summary>
/// <param name="Address"><c>mqtt://</c> or <c>mqtts://</c>, with the user name where it wants one.</param>
public sealed record ForeignBrokerOptions(Uri Address)
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    /// <value>Password; null where the address has it, or none is needed. A secret: never logged.</value>
    public string? Password { get; init; }

    /// <value>The only authorities that may have signed its certificate; null for those that this machine trusts.</value>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <value>Where a phone's page reaches the same broker, over a WebSocket; null where pages do not.</value>
    public Uri? ForPages { get; init; }

    /// <value>Longest wait for an answer of the broker.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True for the address of a broker elsewhere, not one of this machine to listen on.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "mqtt" or "mqtts";

    /// <summary>True where it speaks TLS.</summary>
    public bool IsSecure => Address.Scheme == "mqtts";

    /// <summary>Port of the address; without one 8883 over TLS and 1883 else.</summary>
    public int Port => Address.Port > 0 ? Address.Port : IsSecure ? TlsPort : PlainPort;

    /// <summary>User name and password; null where there is no user name.</summary>
    public (string User, string Password)? Credentials => Address.UserInfo.Split(':', 2) switch
    {
        [{ Length: > 0 } user, var password] => (Uri.UnescapeDataString(user), Password ?? Uri.UnescapeDataString(password)),
        [{ Length: > 0 } user] => (Uri.UnescapeDataString(user), Password ?? ""),
        _ => null,
    };

    /// <summary>Everything but the password.</summary>
    public override string ToString() => $"{Address.Scheme}://{Address.Host}:{Port}";
}
