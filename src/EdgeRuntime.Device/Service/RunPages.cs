using System.Net;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Speaking;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Service;

/// <summary>The pages of one run: what they take the place of, and the server that shows them. Without a microphone or a recording the
/// page /glasses is the glasses; with one, nobody may play them from a page.</summary>
internal sealed class RunPages(
    WebAddress address, RunRequest request, DeviceSettings settings, CommandConsole console, TimeProvider time) : IAsyncDisposable
{
    private readonly GlassesPage? _glasses = request.IsPage ? new GlassesPage(settings.Page, time) : null;
    private readonly AccessKey _key = AccessKey.Create();
    private readonly CancellationTokenSource _over = new();
    private LocalAuthority? _authority;
    private WebServer? _server;
    private string _companion = "";

    /// <summary>True where the page has the glasses' button.</summary>
    public bool HasButton => _glasses is not null;

    /// <summary>The page's microphone; null where another one is used.</summary>
    public PageMicrophone? Microphone => _glasses?.Microphone;

    /// <summary>Speaks on the page; null where it is not the glasses.</summary>
    public ISpeaker? Speaker =>
        _glasses is null ? null : new PageSpeaker(_glasses, SpeechVoice.Find(ProgramFinder.FromEnvironment(), settings.Speech), time);

    /// <summary>The page's loudspeaker; null where it is not the glasses.</summary>
    public ISoundOutput? Sound => _glasses is null ? null : new PageSound(_glasses);

    /// <summary>Opens the page as the glasses' hardware; null where it is not.</summary>
    public HardwareOpener? Hardware => _glasses is null ? null : _glasses.Open;

    /// <summary>Shows what the conversation does.</summary>
    public void See(ConversationEvent happened) => _glasses?.See(happened);

    /// <summary>Begins to serve; null, or why not.</summary>
    public async ValueTask<Failure?> StartAsync(
        ConversationLoop conversation, GlassesProgram glasses, RunPhones phones, Action<bool> hold, CancellationToken cancellationToken)
    {
        if (!address.IsLoopback)
        {
            if (!LocalAuthority.Open(glasses.Folder, time).TryGet(out var authority, out var unusable)) return unusable;
            _authority = authority;
            if (authority.Renewed is { } renewed) console.Explain(renewed);
        }

        var sockets = _glasses is null ? null : Serve(_glasses, conversation, glasses, phones.Desk!, hold);
        var names = address.IsLoopback ? RequestGuard.Loopback : MachineNames.All();
        var pages = new WebPages(new RequestGuard(names), _authority, sockets, phones.Broker, _key, _over.Token)
        {
            BrokerElsewhere = phones.ForPages,
        };
        var certificate = _authority is null ? null : new ServerCertificate(_authority, MachineNames.All, time);
        var gate = phones.Broker?.Gate ?? new ConnectionGate(settings.Broker, new BrokerTally());
        var started = await WebServer.StartAsync(address, certificate, gate, pages.AnswerAsync, cancellationToken).ConfigureAwait(false);
        if (!started.TryGet(out var server, out var failure)) return failure;
        _server = server;
        _companion = $"{Root(server.Port)}/companion#glasses={phones.Glasses}{At(phones.ForPages)}";
        if (phones is { Broker: null, ForPages: null }) console.Error.WriteLine(NoWay);
        foreach (var link in Links(server.Port, phones.ForPages)) console.Error.WriteLine(link);
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        if (_server is { } server) await server.DisposeAsync().ConfigureAwait(false);
        _authority?.Dispose();
        _over.Dispose();
    }

    private GlassesPageSocket Serve(
        GlassesPage page, ConversationLoop conversation, GlassesProgram glasses, PairingDesk desk, Action<bool> hold)
    {
        PageState Shown() => PageState.Of(page.Hardware.Current, glasses.State.Current, request.WakePhrases, time.LocalTimeZone);
        var socket = new GlassesPageSocket(
            page, new PageConversation(page, conversation, desk, hold, Shown, () => _companion, console));
        glasses.State.Changed += socket.TellChange; // phones and other commands change it as well
        desk.Changed += _ => socket.TellPairing();
        return socket;
    }

    private string Place(int port)
    {
        var isAny = address.Host.Equals(IPAddress.Any) || address.Host.Equals(IPAddress.IPv6Any);
        return $"{(isAny ? MachineNames.Nearest(address.Host) : MachineNames.Bracketed(address.Host))}:{port}";
    }

    private string Root(int port) => $"{(address.IsLoopback ? "http" : "https")}://{Place(port)}";

    private const string NoWay =
        "Phones' pages do not find the broker elsewhere. Say where it speaks MQTT over WebSockets: --mqtt-pages wss://HOST:PORT/PATH";

    // Written out as far as a fragment allows: each byte more makes the QR code harder to read.
    private static string At(Uri? broker) =>
        broker is null ? ""
        : "&broker=" + Uri.EscapeDataString(broker.AbsoluteUri)
            .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);

    private IEnumerable<string> Links(int port, Uri? elsewhere)
    {
        if (_glasses is not null) yield return $"The glasses: {Root(port)}/glasses{(address.IsLoopback ? "" : $"#key={_key.Text}")}";
        yield return $"The companion: {(elsewhere is null ? $"{Root(port)}/companion" : _companion)}";
        if (!address.IsLoopback)
        {
            yield return $"First, on each other device: http://{Place(port)}/install (fingerprint {_authority!.Fingerprint})";
        }
    }
}
