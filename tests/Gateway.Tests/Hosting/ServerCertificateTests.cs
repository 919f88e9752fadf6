using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeRuntime.Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class ServerCertificateTests
{
    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")] // file modes
    public void Load_FirstAndSecondStart_KeepsOneCertificateThatOnlyTheOwnerReads()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-certificate-");
        using var first = ServerCertificate.Load(new HostingOptions(), folder.FullName, TimeProvider.System);
        using var second = ServerCertificate.Load(new HostingOptions(), folder.FullName, TimeProvider.System);

        Assert.Equal(ServerCertificate.PinOf(first), ServerCertificate.PinOf(second));
        Assert.Matches("^[0-9a-f]{64}$", ServerCertificate.PinOf(first));
        Assert.True(first.MatchesHostname("localhost"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.FullName, "certificate.pfx")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Serve_WithTls_OffersTheCertificateOfThePinAndHttp2()
    {
        await using var gateway = await TestGateway.StartAsync(("Hosting:Plaintext", "false"));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        string? pin = null;
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                pin = certificate!.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
                return true;
            },
        });

        Assert.Equal("https", gateway.Address.Scheme);
        Assert.Equal(gateway.Pin, pin);
        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
    }
}
