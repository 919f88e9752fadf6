using System.Net;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Web.Serving;
using Microsoft.AspNetCore.Http;

namespace EdgeRuntime.Device.Web;

/// <summary>What stands at which path of the pages: the files, and the socket of the simulated glasses.</summary>
/// <param name="guard">Refuses strangers.</param>
/// <param name="authority">Whose certificate is given out; null where other machines reach nothing.</param>
/// <param name="glasses">Sockets of the simulated glasses; null where real ones run, which no page may play.</param>
/// <param name="broker">Takes the sockets of phones; null where another broker is used.</param>
/// <param name="key">What a page on another machine must know to play them.</param>
/// <param name="stop">Ends sockets.</param>
internal sealed class WebPages(
    RequestGuard guard,
    LocalAuthority? authority,
    GlassesPageSocket? glasses,
    CompanionBroker? broker,
    AccessKey key,
    CancellationToken stop)
{
    /// <summary>The broker elsewhere that the companion may reach; null for none.</summary>
    public Uri? BrokerElsewhere { get; init; }

    /// <summary>Path of the socket of the simulated glasses.</summary>
    public const string GlassesSocket = "/glasses/socket";

    /// <summary>Path of the broker: MQTT over a WebSocket (OASIS MQTT 5.0, 6.0).</summary>
    public const string BrokerSocket = "/mqtt";

    private const string CertificatePath = "/install/authority.crt";
    private const string FingerprintPath = "/install/fingerprint";

    // What a browser gets that does not trust us yet: the explanation and what it is made of.
    private static readonly string[] OpenToAll = ["/install", "/install/install.js", "/style.css", "/icon.svg"];

    private readonly StaticPages _files = StaticPages.Load();

    /// <summary>Answers one request: with a file or a socket, or with why not.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        context.Features.Get<ConnectionPass>()?.Hear();
        var isSecure = context.Request.IsHttps || RequestGuard.IsLocal(context);
        var isCompanion = context.Request.Path.StartsWithSegments("/companion", StringComparison.Ordinal);
        PageHeaders.Write(context.Response.Headers, isSecure, isCompanion ? BrokerElsewhere : null);
        if (guard.Refusal(context.Request) is { } refusal) return SayAsync(context, StatusCodes.Status403Forbidden, refusal);
        var path = context.Request.Path.Value ?? "/";
        if (path == CertificatePath) return CertificateAsync(context);
        if (path == FingerprintPath) return SayAsync(context, StatusCodes.Status200OK, authority?.Fingerprint ?? "none");
        if (!isSecure && !OpenToAll.Contains(path)) return LeadToInstall(context);
        if (path == GlassesSocket) return SocketAsync(context);
        if (path == BrokerSocket) return BrokerAsync(context);
        if (glasses is null && path.StartsWith("/glasses", StringComparison.Ordinal))
        {
            return SayAsync(context, StatusCodes.Status404NotFound, NotSimulated);
        }

        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? FileAsync(context, path)
            : SayAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are answered here.");
    }

    private const string NotSimulated =
        "These glasses have a microphone of their own (--mic or --wav), so no page may take its place. Start edge-runtime run --http "
        + "without them.";

    private const string NoKey = "Refusing to be played from another machine without the key that stands in the printed link.";

    private static Task LeadToInstall(HttpContext context)
    {
        context.Response.Redirect("/install");
        return Task.CompletedTask;
    }

    private Task CertificateAsync(HttpContext context)
    {
        if (authority is null)
        {
            return SayAsync(context, StatusCodes.Status404NotFound, "This machine needs no certificate, and no other one reaches it.");
        }

        context.Response.ContentType = "application/x-x509-ca-cert"; // what Android, iOS and the desktops offer to install
        context.Response.ContentLength = authority.Certificate.Length;
        return context.Response.Body.WriteAsync(authority.Certificate, context.RequestAborted).AsTask();
    }

    private async Task SocketAsync(HttpContext context)
    {
        if (glasses is null)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, NotSimulated).ConfigureAwait(false);
            return;
        }

        // A browser always names the origin of a socket; what does not is no page, and has no business here.
        if (!context.WebSockets.IsWebSocketRequest || context.Request.Headers.Origin.Count == 0)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, "This is the socket of the page /glasses.").ConfigureAwait(false);
            return;
        }

        if (!RequestGuard.IsLocal(context) && !key.Fits(context.Request.Query["key"]))
        {
            await SayAsync(context, StatusCodes.Status403Forbidden, NoKey).ConfigureAwait(false);
            return;
        }

        context.Features.Get<ConnectionPass>()?.Settle(); // one page is the glasses: there are never many of these
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await glasses.ServeAsync(socket, stop).ConfigureAwait(false);
    }

    private async Task BrokerAsync(HttpContext context)
    {
        if (broker is null || !context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains("mqtt"))
        {
            const string NoBroker = "This is the broker: MQTT over a WebSocket with the subprotocol mqtt.";
            await SayAsync(context, broker is null ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, NoBroker)
                .ConfigureAwait(false);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync("mqtt").ConfigureAwait(false);
        var remote = context.Connection.RemoteIpAddress is { } from ? new IPEndPoint(from, context.Connection.RemotePort) : null;
        await broker.ServeAsync(socket, remote, context.Features.Get<ConnectionPass>()!, stop).ConfigureAwait(false);
    }

    private async Task FileAsync(HttpContext context, string path)
    {
        if (_files.Find(path) is not { } file)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, "There is no such page. The pages are /glasses and /companion.")
                .ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Task SayAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }
}
