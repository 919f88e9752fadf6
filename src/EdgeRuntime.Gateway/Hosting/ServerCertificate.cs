using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>The certificate by which clients know the gateway: the operator's own,
/// or a self-signed one made on first start and kept in the data folder.</summary>
internal static class ServerCertificate
{
    private const string FileName = "certificate.pfx";
    private const string PublicFileName = "certificate.pem"; // for clients that trust a file instead of a pin
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(825); // the most that common clients accept

    /// <summary>Loads or makes it. Throws <see cref="CryptographicException"/> or <see cref="IOException"/> when that cannot be
    /// done.</summary>
    public static X509Certificate2 Load(HostingOptions options, string dataFolder, TimeProvider time)
    {
        if (options.Certificate.Length > 0)
        {
            return Exported(X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey));
        }

        var file = Path.Combine(dataFolder, FileName);
        if (!File.Exists(file)) Create(file, time);
        return X509CertificateLoader.LoadPkcs12FromFile(file, password: null);
    }

    /// <summary>What a device pins: SHA-256 of the certificate in DER, 64 lower-case hexadecimal digits.</summary>
    public static string PinOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: how long certificates are good for")]
    private static void Create(string file, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=edge-gateway development", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Environment.MachineName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // TLS server
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, PublicFileName), certificate.ExportCertificatePem());
        Write(file, certificate.Export(X509ContentType.Pkcs12));
    }

    // Written beside and moved, so that a kill in between leaves no half file; readable by the owner alone from its first byte.
    private static void Write(string file, byte[] content)
    {
        var half = file + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(half, options))
        {
            stream.Write(content);
        }

        File.Move(half, file, overwrite: true);
    }

    // A key from PEM lives only in memory, which TLS takes only on some platforms.
    private static X509Certificate2 Exported(X509Certificate2 fromPem)
    {
        using (fromPem) return X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), password: null);
    }
}
