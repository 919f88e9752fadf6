using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Compares a gateway's certificate with the one that was pinned. A pin stands in the place of the system's trust:
/// the one certificate it names is taken, self-signed or not, and no other, whoever signed it. Safe for several threads.</summary>
/// <param name="host">Gateway, for the refusal.</param>
/// <param name="pin">SHA-256 of the certificate in DER, lower-case hexadecimal; null to trust what the system trusts.</param>
internal sealed class CertificatePin(string host, string? pin)
{
    private volatile Failure? _refusal;

    /// <summary>Why the last connection was refused; null when it was not.</summary>
    public Failure? Refusal => _refusal;

    /// <summary>The callback of the TLS handshake.</summary>
    public bool Accepts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        _refusal = pin is null ? Untrusted(errors) : Other(certificate);
        return _refusal is null;
    }

    private Failure? Untrusted(SslPolicyErrors errors) => errors == SslPolicyErrors.None
        ? null
        : Refused(
            "cloud-certificate-untrusted",
            $"Refusing to talk to {host}: expected a certificate that this system trusts, got one with {errors}.",
            "Pin it, if it is yours: edge-runtime cloud connect … --pin …");

    private Failure? Other(X509Certificate? certificate)
    {
        var actual = certificate is null ? "none" : Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));
        return actual == pin
            ? null
            : Refused(
                "cloud-certificate-refused",
                $"Refusing to talk to {host}: expected a certificate with SHA-256 {pin}, got {actual}.",
                "Ask the operator for the new pin; if it was not changed, somebody stands in between.");
    }

    private static Failure Refused(string code, string message, string next) => new(Stages.Cloud, code, message, next, Blame.Cloud);
}
