using System.Net;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Service;

/// <summary>The server of the pages of one run. Without a microphone or a recording the page /glasses is the glasses; with one, nobody
/// may play them from a page.</summary>
/// <param name="address">Where it serves.</param>
/// <param name="settings">The options of this run.</param>
/// <param name="console">Told the links.</param>
internal sealed class RunPages(WebAddress address, DeviceSettings settings, CommandConsole console, TimeProvider time) : IAsyncDisposable
{
    private readonly AccessKey _key = AccessKey.Create();
    private readonly CancellationTokenSource _over = new();
    private LocalAuthority? _authority;
    private WebServer? _server;
    private string _companion = "";

    /// <summary>Begins to serve; null, or why not.</summary>
    /// <param name="page">The page that is the glasses; null where none is.</param>
    /// <param name="state">State of the glasses.</param>
    /// <param name="phones">Pairing, and the broker that pages speak to.</param>
    /// <param name="wakePhrases">What is listened for.</param>
    public async ValueTask<Failure?> StartAsync(
        GlassesPage? page, StateStore state, RunPhones phones, IReadOnlyList<string> wakePhrases, CancellationToken cancellationToken)
    {
        if (!address.IsLoopback)
        {
            if (!LocalAuthority.Open(state.Folder, time).TryGet(out _authority, out var unusable)) return unusable;
            if (_authority.Renewed is { } renewed) console.Explain(renewed);
        }

        var sockets = page is null ? null : Serve(page, state, phones.Desk, wakePhrases);
        var names = address.IsLoopback ? RequestGuard.Loopback : MachineNames.All();
        var pages = new WebPages(new RequestGuard(names), _authority, sockets, phones.Broker, _key, _over.Token)
        {
            BrokerElsewhere = phones.ForPages,
        };
        var certificate = _authority is null ? null : new GlassesCertificate(_authority, MachineNames.All, time);
        var gate = phones.Broker?.Gate ?? new ConnectionGate(settings.Broker, new BrokerTally());
        var started = await WebServer.StartAsync(address, certificate, gate, pages.AnswerAsync, cancellationToken).ConfigureAwait(false);
        if (!started.TryGet(out _server, out var failure)) return failure;
        _companion = $"{Root(_server.Port)}/companion#glasses={phones.Glasses}{At(phones.ForPages)}";
        if (phones is { Broker: null, ForPages: null }) console.Error.WriteLine(NoWay);
        foreach (var link in Links(_server.Port, page is not null, phones.ForPages)) console.Error.WriteLine(link);
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

    private GlassesPageSocket Serve(GlassesPage page, StateStore state, PairingDesk desk, IReadOnlyList<string> wakePhrases)
    {
        var socket = new GlassesPageSocket(page, new PageController(page, state, desk, wakePhrases, () => _companion, time));
        state.Changed += socket.TellChange; // phones and other commands change it as well
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

    private IEnumerable<string> Links(int port, bool isPage, Uri? elsewhere)
    {
        if (isPage) yield return $"The glasses: {Root(port)}/glasses{(address.IsLoopback ? "" : $"#key={_key.Text}")}";
        yield return $"The companion: {(elsewhere is null ? $"{Root(port)}/companion" : _companion)}";
        if (_authority is { Fingerprint: var fingerprint })
        {
            yield return $"First, on each other device: http://{Place(port)}/install (fingerprint {fingerprint})";
        }
    }
}
