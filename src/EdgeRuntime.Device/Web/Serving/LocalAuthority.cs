using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>A certificate authority of these glasses alone, made at the first start and kept in the state folder, its key for the owner
/// only. Once a person has installed it on a phone, the phone trusts what it signs; it can sign for addresses of private networks and for
/// <c>.local</c> names only (RFC 5280, 4.2.1.10), so that it is of no use against any other site.</summary>
internal sealed class LocalAuthority : IDisposable
{
    // What browsers accept of an authority that a person installed is 825 days for what it signs; less is safer, since nothing can revoke
    // it.
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(60);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(24);
    private const int LifeYears = 10;

    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;

    private LocalAuthority(X509Certificate2 authority, string publicPath, TimeProvider time, Failure? renewed) =>
        (_authority, PublicPath, _time, Renewed) = (authority, publicPath, time, renewed);

    /// <summary>Why a new authority was made in the place of another; null where none was.</summary>
    public Failure? Renewed { get; }

    /// <summary>File with the certificate alone, for programs that are to trust it.</summary>
    public string PublicPath { get; }

    /// <summary>The certificate to be installed, in DER.</summary>
    public ReadOnlyMemory<byte> Certificate => _authority.RawData;

    /// <summary>SHA-256 of the certificate, as phones show it: pairs of upper-case digits with colons.</summary>
    public string Fingerprint =>
        string.Join(':', _authority.GetCertHashString(HashAlgorithmName.SHA256).Chunk(2).Select(pair => new string(pair)));

    /// <summary>Opens the authority of a state folder, and makes it where there is none, where it ends too soon or where it is damaged
    /// (<see cref="Renewed"/>). Failures: those of the disk.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: how long certificates are good for")]
    public static Outcome<LocalAuthority> Open(string stateFolder, TimeProvider time)
    {
        var folder = Path.Combine(stateFolder, "web");
        var path = Path.Combine(folder, "authority.pem");
        try
        {
            if (!File.Exists(path)) Write(folder, path, time);
            Failure? renewed = null;
            if (Read(path) is not { } authority)
            {
                renewed = Damaged(path);
                File.Move(path, Path.Combine(folder, "authority.damaged.pem"), overwrite: true);
                Write(folder, path, time);
                authority = Read(path)!;
            }
            else if (authority.NotAfter.ToUniversalTime() < time.GetUtcNow() + LeafLife)
            {
                renewed = Ended(authority.NotAfter);
                authority.Dispose();
                Write(folder, path, time);
                authority = Read(path)!;
            }

            var publicPath = Path.Combine(folder, "authority.crt");
            var shown = authority.ExportCertificatePem() + '\n';
            if (!File.Exists(publicPath) || File.ReadAllText(publicPath) != shown)
            {
                DurableFile.Replace(publicPath, System.Text.Encoding.ASCII.GetBytes(shown));
            }

            return new LocalAuthority(authority, publicPath, time, renewed);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(folder, thrown);
        }
    }

    /// <summary>A certificate for this machine, from a day ago (clocks differ) until <see cref="LeafLife"/> from now or the authority's own
    /// end; the caller owns it.</summary>
    /// <param name="names">Names and addresses, IPv6 with or without brackets.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: how long certificates are good for")]
    public X509Certificate2 Issue(IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=EdgeRuntime glasses", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(AuthorityExtensions.Names(names));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        // server authentication
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                _authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = _time.GetUtcNow();
        var end = new DateTimeOffset(Math.Min((now + LeafLife).UtcTicks, _authority.NotAfter.ToUniversalTime().Ticks), TimeSpan.Zero);
        using var signed = request.Create(_authority, now - ClockSlack, end, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();

    // Null where it is no authority.
    private static X509Certificate2? Read(string path)
    {
        var pem = File.ReadAllText(path);
        try
        {
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (Exception thrown) when (thrown is CryptographicException or ArgumentException)
        {
            return null; // the caller names it
        }
    }

    private static Failure Damaged(string path) => new(
        Stages.Start,
        "web-authority-damaged",
        $"{path} was damaged, so a new certificate was made; a copy is kept as authority.damaged.pem.",
        "Install the new one on each phone: the page /install says how.",
        Blame.Machine);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: how long certificates are good for")]
    private static void Write(string folder, string path, TimeProvider time)
    {
        DurableFile.MakeFolder(folder);
        DurableFile.Replace(path, System.Text.Encoding.ASCII.GetBytes(Make(time.GetUtcNow())));
    }

    private static Failure Ended(DateTime when) => new(
        Stages.Start,
        "web-authority-renewed",
        FormattableString.Invariant($"The certificate of these glasses ends on {when:yyyy-MM-dd}, so a new one was made."),
        "Install it on each phone: the page /install says how.",
        Blame.Machine);

    private static string Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = $"CN=EdgeRuntime glasses {RandomNumberGenerator.GetHexString(6, lowercase: true)}"; // told apart in the phone's list
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(AuthorityExtensions.PrivateNamesOnly());
        using var authority = request.CreateSelfSigned(now - ClockSlack, now.AddYears(LifeYears));
        return $"{authority.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
