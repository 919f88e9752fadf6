using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Service;

/// <summary>The phones of one run: what they take the place of, and the companion that speaks to them.</summary>
internal sealed class RunPhones(
    string? mqtt, ForeignBrokerOptions? elsewhere, DeviceSettings settings, CommandConsole console, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LongestFind = TimeSpan.FromSeconds(30);

    private GlassesPorts? _ports;
    private OwnPhones? _own;
    private TurnFeed? _feed;
    private PhoneAnnouncer? _announcer;

    /// <summary>The broker in the glasses, for pages to hand WebSockets to; null before the start, or where another broker is
    /// used.</summary>
    public CompanionBroker? Broker => _own?.Broker;

    /// <summary>Where pages find the broker elsewhere; null where they have this program's, or none.</summary>
    public Uri? ForPages => _own?.ForPages;

    /// <summary>Id of the glasses, as phones know them; null before the start.</summary>
    public string? Glasses => _own?.Glasses;

    /// <summary>The pairing window; null before the start.</summary>
    public PairingDesk? Desk => _own?.Companion.Desk;

    /// <summary>Puts the paired phone in the place of the simulated one.</summary>
    public GlassesPorts Ports(GlassesPorts ports)
    {
        _ports = ports;
        return ports with { Phone = new PairedPhone(() => _own?.Companion, ports.Phone, ports.State) };
    }

    /// <summary>Shows phones what the conversation does.</summary>
    public void See(ConversationEvent happened) => _feed?.See(happened);

    /// <summary>Begins to serve; null, or why not.</summary>
    /// <param name="glasses">State and hardware.</param>
    /// <param name="cloud">The cloud; null for none.</param>
    /// <param name="models">Models, for the wake phrases.</param>
    /// <param name="speaker">Says what phones send.</param>
    /// <param name="names">Why names that phones gave are left out; null where none is.</param>
    /// <param name="reset">Begins to erase everything.</param>
    /// <param name="countdown">The press that erases everything; null where there is no button.</param>
    /// <param name="stop">Ends the start.</param>
    public async ValueTask<Failure?> StartAsync(
        GlassesProgram glasses,
        CloudConnection? cloud,
        SpeechModels models,
        ISpeaker speaker,
        Func<Failure?> names,
        Func<Failure?> reset,
        ResetCountdown? countdown,
        CancellationToken stop)
    {
        _announcer = new PhoneAnnouncer(speaker, glasses.State, LongestFind, time, console.Explain);
        var parts = new PhoneParts(glasses.State, glasses.Folder, _ports!.Power)
        {
            WakePhrases = models.ReadWakeSettings().TryGet(out var wake, out _) ? wake.Offered : [],
            Skin = _ports.Hardware.Skin,
            Simulated = [.. _ports.Hardware.Simulated],
            Cloud = () => Link(cloud, glasses.State.Current.Settings),
            Names = names,
            Ask = _announcer.Ask,
            Reset = reset,
            BeginReset = () => countdown is null
                ? GlassesPorts.NoButton
                : new ResetInvitation(countdown.Begin(aloud: true), ResetCountdown.Window),
            Find = _announcer.Find,
            Notify = _announcer.Notify,
            Pairing = settings.Pairing,
            Outbox = settings.Outbox,
        };
        if (!OwnPhones.With(parts, mqtt, time, console.Explain, elsewhere: elsewhere, limits: settings.Broker)
            .TryGet(out _own, out var failure))
        {
            return failure;
        }
        _feed = new TurnFeed(_own.Companion);
        if (await _own.StartAsync(stop).ConfigureAwait(false) is { } unserved) return unserved;
        if (mqtt is not null) console.Error.WriteLine($"Phones: {_own.Where}");
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_own is { } own) await own.DisposeAsync().ConfigureAwait(false);
        if (_announcer is { } announcer) await announcer.DisposeAsync().ConfigureAwait(false);
    }

    private static string Link(CloudConnection? cloud, GlassesSettings settings) =>
        cloud is null ? "none" : settings.LocalOnly ? "locked" : settings.CloudConsent || cloud.IsLocal ? "connected" : "no-consent";
}
