using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Device.Web.Serving;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Web.Serving;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LocalAuthorityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FirstStart_MakesOneThatStays()
    {
        using var made = LocalAuthority.Open(_folder.Path, _time).Value!;
        using var again = LocalAuthority.Open(_folder.Path, _time).Value!;

        Assert.Equal(made.Fingerprint, again.Fingerprint);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", made.Fingerprint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["web/authority.pem"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Open_DamagedFile_MakesAnotherSaysSoAndKeepsACopy(string content)
    {
        LocalAuthority.Open(_folder.Path, _time).Value!.Dispose();
        File.WriteAllText(_folder["web/authority.pem"], content);

        using var opened = LocalAuthority.Open(_folder.Path, _time).Value!;

        Assert.Equal("web-authority-damaged", opened.Renewed?.Code);
        Assert.Equal(content, File.ReadAllText(_folder["web/authority.damaged.pem"]));
        using var again = LocalAuthority.Open(_folder.Path, _time).Value!;
        Assert.Null(again.Renewed);
    }

    [Theory]
    [InlineData("192.168.1.5")]
    [InlineData("[fe80::1]")]
    [InlineData("glasses.local")]
    public void Issue_NameOfThisNetwork_IsTrusted(string name)
    {
        using var authority = LocalAuthority.Open(_folder.Path, _time).Value!;
        using var issued = authority.Issue([name]);

        Assert.Empty(Trouble(authority, issued, _time.GetUtcNow()));
        Assert.True(issued.MatchesHostname(name.Trim('[', ']'), allowWildcards: false));
        Assert.True(issued.HasPrivateKey);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("bank.example")]
    [InlineData("notlocal")]
    public void Issue_NameOfTheWorld_IsLeftOut(string name)
    {
        using var authority = LocalAuthority.Open(_folder.Path, _time).Value!;
        using var issued = authority.Issue([name, "a.local"]);

        Assert.False(issued.MatchesHostname(name, allowWildcards: false));
    }

    [Fact]
    public void Authority_StolenKey_IsOfNoUseAgainstOtherSites()
    {
        using var authority = LocalAuthority.Open(_folder.Path, _time).Value!;
        using var forged = Forged.For("bank.example", File.ReadAllText(_folder["web/authority.pem"]), _time.GetUtcNow());

        Assert.NotEmpty(Trouble(authority, forged, _time.GetUtcNow()));
    }

    [Fact]
    public void Current_TimePasses_IsReplacedLongBeforeItEnds()
    {
        using var authority = LocalAuthority.Open(_folder.Path, _time).Value!;
        var certificate = new GlassesCertificate(authority, () => ["a.local"], _time);
        var first = certificate.Current;
        Assert.Same(first, certificate.Current);

        _time.Advance(TimeSpan.FromDays(31));

        Assert.NotSame(first, certificate.Current);
        Assert.NotEmpty(Trouble(authority, first, _time.GetUtcNow().AddDays(40)));
        Assert.Empty(Trouble(authority, certificate.Current, _time.GetUtcNow().AddDays(40)));
    }

    [Theory]
    [InlineData(9 * 365, false)]
    [InlineData(3660, true)] // has ended
    [InlineData(3640, true)] // ends before what it would sign
    public void Open_AuthorityNearItsEnd_IsRenewedAndSaysSo(int days, bool isRenewed)
    {
        using var first = LocalAuthority.Open(_folder.Path, _time).Value!;
        _time.Advance(TimeSpan.FromDays(days));

        using var opened = LocalAuthority.Open(_folder.Path, _time).Value!;
        using var issued = opened.Issue(["a.local"]);

        Assert.Equal(isRenewed ? "web-authority-renewed" : null, opened.Renewed?.Code);
        Assert.Equal(isRenewed, first.Fingerprint != opened.Fingerprint);
        Assert.Empty(Trouble(opened, issued, _time.GetUtcNow()));
    }

    [Fact]
    public void Issue_RunsUntilTheAuthorityEnds_EndsWithIt()
    {
        using var authority = LocalAuthority.Open(_folder.Path, _time).Value!;
        _time.Advance(TimeSpan.FromDays(3640));

        using var issued = authority.Issue(["a.local"]);

        Assert.Empty(Trouble(authority, issued, _time.GetUtcNow()));
    }

    private static string[] Trouble(LocalAuthority authority, X509Certificate2 certificate, DateTimeOffset when)
    {
        using var root = X509CertificateLoader.LoadCertificate(authority.Certificate.Span);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = when.LocalDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        return chain.Build(certificate) ? [] : [.. chain.ChainStatus.Select(status => status.Status.ToString())];
    }
}
