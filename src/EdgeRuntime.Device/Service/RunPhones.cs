using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Hardware;
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

/// <summary>The phones of one run: the companion that speaks to them, and who says what they send.</summary>
internal sealed class RunPhones : IAsyncDisposable
{
    private static readonly TimeSpan LongestFind = TimeSpan.FromSeconds(30);

    private readonly OwnPhones _own;
    private readonly PhoneAnnouncer _announcer;
    private readonly TurnFeed _feed;
    private readonly CommandConsole _console;
    private readonly bool _isNamed; // with an address that a person types elsewhere

    private RunPhones(OwnPhones own, PhoneAnnouncer announcer, RunRequest request, CommandConsole console)
    {
        (_own, _announcer, _console, _isNamed) = (own, announcer, console, request.Mqtt is not null);
        _feed = new TurnFeed(own.Companion);
    }

    /// <summary>The broker in the glasses, for pages to hand WebSockets to; null where another broker is used.</summary>
    public CompanionBroker? Broker => _own.Broker;

    /// <summary>Where pages find the broker elsewhere; null where they have this program's, or none.</summary>
    public Uri? ForPages => _own.ForPages;

    /// <summary>Id of the glasses, as phones know them.</summary>
    public string Glasses => _own.Glasses;

    /// <summary>The pairing window.</summary>
    public PairingDesk Desk => _own.Companion.Desk;

    /// <summary>Opens them where any are wanted, null where none are; nothing is served yet. Failures: those of the bonds and of the
    /// broker's options.</summary>
    /// <param name="request">Where the broker is.</param>
    /// <param name="body">State, hardware, models and speaker.</param>
    /// <param name="context">Knows which names of phones are left out.</param>
    /// <param name="countdown">The press that erases everything; null where there is no button.</param>
    /// <param name="reset">Begins to erase everything.</param>
    /// <param name="settings">The options of this run.</param>
    /// <param name="console">Told what a person should know.</param>
    public static async ValueTask<Outcome<RunPhones?>> OpenAsync(
        RunRequest request,
        RunBody body,
        LiveContext context,
        ResetCountdown? countdown,
        Func<Failure?> reset,
        DeviceSettings settings,
        CommandConsole console,
        TimeProvider time)
    {
        if (request is { Http: null, Mqtt: null }) return (RunPhones?)null;
        var announcer = new PhoneAnnouncer(body.Speaker, body.State, LongestFind, time, console.Explain);
        var parts = new PhoneParts(body.State, body.State.Folder, body.Hardware.Power)
        {
            WakePhrases = body.Models.ReadWakeSettings().TryGet(out var wake, out _) ? wake.Offered : [],
            Skin = body.Hardware.Skin,
            Simulated = [.. body.Hardware.Simulated],
            Cloud = () => Link(body.Cloud, body.State.Current.Settings),
            Names = () => context.LeftOut,
            Ask = announcer.Ask,
            Reset = reset,
            BeginReset = () => countdown is null
                ? GlassesPorts.NoButton
                : new ResetInvitation(countdown.Begin(aloud: true), ResetCountdown.Window),
            Find = announcer.Find,
            Notify = announcer.Notify,
            Pairing = settings.Pairing,
            Outbox = settings.Outbox,
        };
        var opened = OwnPhones.With(
            parts, request.Mqtt, time, console.Explain, elsewhere: request.Elsewhere, limits: settings.Broker);
        if (opened.TryGet(out var own, out var failure)) return new RunPhones(own, announcer, request, console);
        await announcer.DisposeAsync().ConfigureAwait(false);
        return failure;
    }

    /// <summary>The paired phone, and another in its place while none is.</summary>
    public IPhoneLink Beside(IPhoneLink unpaired, IGlassesState state) => new PairedPhone(_own.Companion, unpaired, state);

    /// <summary>Shows phones what the conversation does.</summary>
    public void See(ConversationEvent happened) => _feed.See(happened);

    /// <summary>Begins to serve; null, or why not.</summary>
    public async ValueTask<Failure?> StartAsync(CancellationToken stop)
    {
        if (await _own.StartAsync(stop).ConfigureAwait(false) is { } unserved) return unserved;
        if (_isNamed) _console.Error.WriteLine($"Phones: {_own.Where}");
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _own.DisposeAsync().ConfigureAwait(false);
        await _announcer.DisposeAsync().ConfigureAwait(false);
    }

    private static string Link(CloudConnection? cloud, GlassesSettings settings) =>
        cloud is null ? "none" : settings.LocalOnly ? "locked" : settings.CloudConsent || cloud.IsLocal ? "connected" : "no-consent";
}
