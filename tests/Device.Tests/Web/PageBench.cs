using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Web;

/// <summary>The real server with the page /glasses behind it, and a socket to it that says what it wants.</summary>
internal sealed class PageBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly WebServer _server;

    private PageBench(
        GlassesPage page, GlassesPageSocket sockets, PageSwitchboard controller, WebServer server, CancellationTokenSource over) =>
        (Page, Sockets, Controller, _server, _over) = (page, sockets, controller, server, over);

    public GlassesPage Page { get; }

    public GlassesPageSocket Sockets { get; }

    public PageSwitchboard Controller { get; }

    public Uri Address => new($"http://127.0.0.1:{_server.Port}");

    public static async Task<PageBench> StartAsync(TimeProvider? time = null)
    {
        var page = new GlassesPage(new GlassesPageOptions(), time ?? TimeProvider.System);
        var controller = new PageSwitchboard();
        var sockets = new GlassesPageSocket(page, controller);
        var over = new CancellationTokenSource();
        var pages = new WebPages(new RequestGuard(RequestGuard.Loopback), null, sockets, null, AccessKey.Create(), over.Token);
        var server =
            (await WebServer.StartAsync(WebAddress.Parse("127.0.0.1:0").Value!, null, pages.AnswerAsync, CancellationToken.None)).Value!;
        return new PageBench(page, sockets, controller, server, over);
    }

    public async Task<ClientWebSocket> OpenAsync(string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin ?? Address.ToString().TrimEnd('/'));
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_server.Port}{WebPages.GlassesSocket}"), CancellationToken.None);
        return socket;
    }

    public static Task SayAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public static Task SendAsync(ClientWebSocket socket, byte type, uint number, byte[] content) =>
        socket.SendAsync(PageFrames.Write(type, number, content), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message: JSON, or null for bytes, which are given too; an exception when the link was closed.</summary>
    public static async Task<(JsonElement? Json, byte[] Bytes)> HearAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4 << 20];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close) throw new EndOfStreamException(socket.CloseStatusDescription);
            length += part.Count;
            if (!part.EndOfMessage) continue;
            var bytes = buffer[..length];
            return (part.MessageType == WebSocketMessageType.Text ? JsonDocument.Parse(bytes).RootElement : null, bytes);
        }
    }

    /// <summary>The next event of a kind; those before it are passed over.</summary>
    public static async Task<JsonElement> HearAsync(ClientWebSocket socket, string kind)
    {
        while (true)
        {
            if ((await HearAsync(socket)).Json is { } json && json.GetProperty("kind").GetString() == kind) return json;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _server.DisposeAsync();
        _over.Dispose();
    }
}
