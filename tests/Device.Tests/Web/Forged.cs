using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Device.Tests.Web;

/// <summary>What somebody could make who has stolen an authority's key.</summary>
internal static class Forged
{
    public static X509Certificate2 For(string name, string authorityPem, DateTimeOffset now)
    {
        using var authority = X509Certificate2.CreateFromPem(authorityPem, authorityPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(authority, now.AddHours(-1), now.AddDays(1), [1, 2, 3]);
    }
}
