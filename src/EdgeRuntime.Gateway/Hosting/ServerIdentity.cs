using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>The certificate of a running gateway and its pin.</summary>
public sealed class ServerIdentity : IDisposable
{
    /// <summary>Loads the certificate, or makes one in the data folder.</summary>
    public ServerIdentity(IOptions<HostingOptions> options, IConfiguration configuration, TimeProvider time)
    {
        if (options.Value.Plaintext) return;
        Certificate = ServerCertificate.Load(options.Value, DataFolder.Open(configuration), time);
    }

    /// <summary>Null without TLS.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>SHA-256 of the certificate in DER, 64 lower-case hexadecimal digits; empty without TLS.</summary>
    public string Pin => Certificate is null ? "" : ServerCertificate.PinOf(Certificate);

    /// <inheritdoc/>
    public void Dispose() => Certificate?.Dispose();
}
