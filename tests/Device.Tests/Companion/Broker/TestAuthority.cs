using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Device.Tests.Companion.Broker;

/// <summary>A private authority, and a certificate of a broker that it has signed, as files.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly string _folder;

    /// <param name="folder">Where the files go.</param>
    /// <param name="name">Name of the broker; null for 127.0.0.1.</param>
    public TestAuthority(string folder, string? name = null)
    {
        _folder = folder;
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Home authority", key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var brokerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var broker = new CertificateRequest("CN=Broker", brokerKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(name);
        broker.CertificateExtensions.Add(names.Build());
        broker.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = broker.Create(_authority, now.AddDays(-1), now.AddDays(20), RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(Path.Combine(folder, "broker.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "broker.key"), brokerKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate.</summary>
    public byte[] Certificate => _authority.RawData;

    /// <summary>The same as a file.</summary>
    public string AuthorityFile => Path.Combine(_folder, "authority.crt");

    /// <summary>Lines of Mosquitto's settings.</summary>
    public string Settings => $"certfile {Path.Combine(_folder, "broker.crt")}\nkeyfile {Path.Combine(_folder, "broker.key")}";

    public void Dispose() => _authority.Dispose();
}
