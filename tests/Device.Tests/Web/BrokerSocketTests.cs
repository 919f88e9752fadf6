using System.Net.WebSockets;
using Device.Tests.Companion;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Web;

/// <summary>The broker's socket beside the pages, and what is no MQTT on it.</summary>
public sealed class BrokerSocketTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _over = new();
    private BenchBroker _bench = null!;
    private WebServer _server = null!;

    private string Own => $"http://127.0.0.1:{_server.Port}";

    public async Task InitializeAsync()
    {
        _bench = await BenchBroker.StartAsync();
        var pages = new WebPages(new RequestGuard(RequestGuard.Loopback), null, null, _bench.Broker, AccessKey.Create(), _over.Token);
        _server =
            (await WebServer.StartAsync(WebAddress.Parse("127.0.0.1:0").Value!, null, pages.AnswerAsync, CancellationToken.None)).Value!;
    }

    public async Task DisposeAsync()
    {
        await _over.CancelAsync();
        await _server.DisposeAsync();
        await _bench.DisposeAsync();
        _over.Dispose();
    }

    [Theory]
    [InlineData("{\"kind\":\"microphone\"}", WebSocketMessageType.Text)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", WebSocketMessageType.Binary)]
    [InlineData("\u0010\u007f\u007f\u007f\u007f\u007f", WebSocketMessageType.Binary)]
    public async Task Socket_WhatIsNoMqtt_IsClosedAndPhonesGoOn(string rubbish, WebSocketMessageType type)
    {
        using var socket = await OpenAsync(Own);
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(rubbish), type, endOfMessage: true, CancellationToken.None);

        await ClosedAsync(socket);

        await GoesOnAsync();
    }

    [Fact]
    public async Task Socket_OneMessageOf300Kilobytes_IsClosedAndPhonesGoOn()
    {
        using var socket = await OpenAsync(Own);
        var part = new byte[100_000];
        part[0] = 0x10; // a CONNECT that announces 256 MB, and goes on
        part.AsSpan(1, 4).Fill(0xFF);
        part[4] = 0x7F;

        await ClosedAsync(socket, part, part, part);

        await GoesOnAsync();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Socket_PageFromAnotherOrigin_IsRefused(string origin)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(origin));

        Assert.Contains("403", refused.Message);
    }

    [Fact]
    public async Task Socket_WithoutTheSubprotocol_IsRefused()
    {
        using var socket = new ClientWebSocket();

        var refused = await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_server.Port}/mqtt"), CancellationToken.None));

        Assert.Contains("400", refused.Message);
    }

    [Fact]
    public async Task SilentConnections_AtThePagesPort_KeepNeitherPagesNorPhonesOut()
    {
        var silent = new List<System.Net.Sockets.TcpClient>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                var client = new System.Net.Sockets.TcpClient();
                silent.Add(client);
                await client.ConnectAsync(System.Net.IPAddress.Loopback, _server.Port);
            }

            using var http = new HttpClient();
            using var page = await http.GetAsync($"{Own}/companion");
            var options = new MQTTnet.MqttClientOptionsBuilder()
                .WithWebSocketServer(socket => socket.WithUri($"ws://127.0.0.1:{_server.Port}/mqtt"))
                .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500);
            var (phone, connected) = await BenchBroker.ConnectAsync(BenchBroker.As(options, BenchBroker.One));
            using (phone)
            {
                Assert.Equal(
                (System.Net.HttpStatusCode.OK, MQTTnet.MqttClientConnectResultCode.Success), (page.StatusCode, connected.ResultCode));
            }
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    private async Task<ClientWebSocket> OpenAsync(string origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_server.Port}/mqtt"), CancellationToken.None);
        return socket;
    }

    // The other side ends it, in whichever way: there is no end of the test before.
    private static async Task ClosedAsync(ClientWebSocket socket, params byte[][] parts)
    {
        try
        {
            foreach (var part in parts)
            {
                await socket.SendAsync(
                part, WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None);
            }

            var buffer = new byte[1024];
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            Assert.NotEqual(WebSocketState.Open, socket.State);
        }
    }

    private async Task GoesOnAsync()
    {
        var (client, result) = await _bench.PairedAsync(BenchBroker.One);
        using (client) Assert.Equal(MQTTnet.MqttClientConnectResultCode.Success, result.ResultCode);
    }
}
