using System.Security.Cryptography.X509Certificates;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>The certificate that the server shows, replaced long before it ends. Safe for several threads; the old one is left to
/// connections that still use it.</summary>
/// <param name="authority">Signs it; stays with the caller.</param>
/// <param name="names">Names and addresses of this machine now.</param>
internal sealed class GlassesCertificate(LocalAuthority authority, Func<IEnumerable<string>> names, TimeProvider time)
{
    private static readonly TimeSpan Reserve = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private X509Certificate2? _current;

    /// <summary>The certificate to show now.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: how long certificates are good for")]
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is null || _current.NotAfter.ToUniversalTime() - time.GetUtcNow() < Reserve)
                {
                    _current = authority.Issue(names());
                }

                return _current;
            }
        }
    }
}
