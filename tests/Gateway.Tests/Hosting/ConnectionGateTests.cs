using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using EdgeRuntime.Contracts.V1;
using Grpc.Net.Client;

namespace Gateway.Tests.Hosting;

/// <summary>Connections that never come to a request, against a gateway with TLS.</summary>
public sealed class ConnectionGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // for a defect; what is waited for takes one

    [Theory]
    [InlineData(new byte[0])] // a connection, and nothing
    [InlineData(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03 })] // the beginning of a ClientHello
    public async Task Connection_WithoutAHandshake_IsCutInSeconds(byte[] bytes)
    {
        await using var gateway = await TestGateway.StartAsync(("Hosting:Plaintext", "false"), ("Hosting:HandshakeTimeout", "00:00:01"));
        using var client = await ConnectAsync(gateway);
        await client.SendAsync(bytes);

        Assert.True(await IsClosedAsync(new NetworkStream(client)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r")]
    public async Task Connection_SilentBehindItsHandshakeOrInTheMiddleOfItsFirstBytes_IsCutInSeconds(string bytes)
    {
        await using var gateway = await TestGateway.StartAsync(("Hosting:Plaintext", "false"), ("Hosting:HandshakeTimeout", "00:00:01"));
        using var client = await ConnectAsync(gateway);
        await using var tls = new SslStream(new NetworkStream(client), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [SslApplicationProtocol.Http2] });
        await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes(bytes));

        Assert.True(await IsClosedAsync(tls));
    }

    [Fact]
    public async Task Connections_MoreSilentOnesThanAnAddressMayHave_EndTheOldestAndKeepNobodyOut()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Hosting:Plaintext", "false"), ("Hosting:HandshakeTimeout", "00:01:00"), ("Hosting:HandshakesPerAddress", "3"));
        var silent = new List<Socket>();
        for (var count = 0; count < 6; count++) silent.Add(await ConnectAsync(gateway));
        using var channel = GrpcChannel.ForAddress(gateway.Address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true } },
        });

        var client = new Assistant.AssistantClient(channel);
        var usage = await client.GetUsageAsync(new GetUsageRequest(), TestGateway.Authorization("tenant-a"));

        Assert.NotNull(usage);
        var ends = silent.Select(socket => IsClosedAsync(new NetworkStream(socket))).ToList();
        for (var cut = 0; cut < 4; cut++) Assert.True(ends.Remove(await Task.WhenAny(ends))); // three by each other, one by the client
        Assert.All(ends, end => Assert.False(end.IsCompleted));
        foreach (var socket in silent) socket.Dispose();
    }

    private static async Task<Socket> ConnectAsync(TestGateway gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gateway.Address.Port));
        return socket;
    }

    // A server that closes may first say in TLS why.
    private static async Task<bool> IsClosedAsync(Stream stream)
    {
        using var late = new CancellationTokenSource(Patience);
        var buffer = new byte[256];
        try
        {
            while (await stream.ReadAsync(buffer, late.Token) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return true; // reset
        }
    }
}
