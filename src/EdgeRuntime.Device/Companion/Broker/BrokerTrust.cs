using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Whether the certificate of a broker elsewhere is to be trusted.
/// A private authority mostly publishes nowhere what it revoked: not to know is no reason to refuse there,
/// and to know is one everywhere.</summary>
/// <param name="authorities">The only ones that may have signed it; null for those that this machine trusts.</param>
internal sealed class BrokerTrust(X509Certificate2Collection? authorities)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan LongestRevocationCheck = TimeSpan.FromSeconds(5);

    /// <summary>Why the certificate shown last was not trusted; null where it was, or none was shown.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Judges what a broker has shown.</summary>
    public bool Trusts(MqttClientCertificateValidationEventArgs shown)
    {
        Refusal = shown.SslPolicyErrors switch
        {
            var errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows none",
            var errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "it is for another name",
            _ => Fault(shown),
        };
        return Refusal is null;
    }

    private string? Fault(MqttClientCertificateValidationEventArgs shown)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(shown.Certificate.GetRawCertData());
        using var chain = new X509Chain { ChainPolicy = Policy(shown.Chain) };
        if (chain.Build(certificate)) return null;
        return string.Join(", ", chain.ChainStatus.Select(status => status.Status).Where(status => !IsUnknown(status)).Distinct());
    }

    private X509ChainPolicy Policy(X509Chain shown)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.Online,
            RevocationFlag = X509RevocationFlag.ExcludeRoot,
            UrlRetrievalTimeout = LongestRevocationCheck,
            VerificationFlags =
                X509VerificationFlags.IgnoreEndRevocationUnknown | X509VerificationFlags.IgnoreCertificateAuthorityRevocationUnknown
                | X509VerificationFlags.IgnoreRootRevocationUnknown,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in shown.ChainElements.Skip(1)) policy.ExtraStore.Add(element.Certificate);
        if (authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static bool IsUnknown(X509ChainStatusFlags status) =>
        status is X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation;
}
