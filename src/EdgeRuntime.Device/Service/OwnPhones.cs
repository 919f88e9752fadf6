using System.Net;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Service;

/// <summary>Broker, companion and door of one program. Owns them.</summary>
internal sealed class OwnPhones : IAsyncDisposable
{
    private static readonly TimeSpan LongestParting = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _over = new();
    private readonly IPhoneBroker _broker;
    private readonly StateStore? _state;
    private readonly LocalAuthority? _authority;
    private readonly PhoneDoor _door;
    private Task _running = Task.CompletedTask;

    private OwnPhones(
        IPhoneBroker broker, BondBook bonds, PhoneParts parts, TimeProvider time, Action<Failure> report, StateStore? state,
        LocalAuthority? authority = null)
    {
        (_broker, _state, _authority, Glasses) = (broker, state, authority, bonds.Glasses);
        Companion = new PhoneCompanion(bonds, broker, parts, time, report);
        _door = new PhoneDoor(parts.StateFolder, Companion.Desk, bonds, parts.Reset);
    }

    /// <summary>Id of the glasses.</summary>
    public string Glasses { get; }

    /// <summary>Speaks to phones.</summary>
    public PhoneCompanion Companion { get; }

    /// <summary>The broker in this program; null where another is used.</summary>
    public CompanionBroker? Broker { get; private init; }

    /// <summary>Where pages find the broker elsewhere; null where they have this program's, or none.</summary>
    public Uri? ForPages => Elsewhere?.ForPages;

    private ForeignBrokerOptions? Elsewhere { get; init; }

    /// <summary>Where phones find it, for a person.</summary>
    public string Where => Elsewhere is { } elsewhere ? $"the broker {elsewhere}" :
        Broker?.Bound is not { } bound ? "the pages" :
        _authority is null ? $"mqtt://{bound}" :
        $"mqtts://{bound}, known by {_authority.PublicPath} (fingerprint {_authority.Fingerprint})";

    /// <summary>Opens everything on a state folder of which no other program is in charge. Failures: those of the bonds and the
    /// state.</summary>
    public static Outcome<OwnPhones> Open(
        string stateFolder, string mqtt, TimeProvider time, Action<Failure> report, ForeignBrokerOptions? elsewhere = null,
        DeviceSettings? settings = null)
    {
        settings ??= DeviceSettings.BuiltIn;
        if (!StateStore.Open(stateFolder, time).TryGet(out var state, out var failure)) return failure;
        var parts = new PhoneParts(state, stateFolder, LaptopHardware.Battery())
        {
            Pairing = settings.Pairing,
            Outbox = settings.Outbox,
        };
        return With(parts, mqtt, time, report, state, elsewhere, settings.Broker);
    }

    /// <summary>Opens everything with parts that are there already.</summary>
    /// <param name="parts">What the companion works with.</param>
    /// <param name="mqtt">Address of the broker here, or of one elsewhere; null for one here that serves WebSockets only.
    /// Beyond this machine it speaks TLS.</param>
    /// <param name="report">Takes what a person should know.</param>
    /// <param name="owned">State to close with it; null for none.</param>
    /// <param name="elsewhere">The broker elsewhere that is used instead; null for none.</param>
    /// <param name="limits">What a client of the broker here may cost; null for what is built in.</param>
    public static Outcome<OwnPhones> With(
        PhoneParts parts, string? mqtt, TimeProvider time, Action<Failure> report, StateStore? owned = null,
        ForeignBrokerOptions? elsewhere = null, BrokerOptions? limits = null)
    {
        if (!BondBook.Open(parts.StateFolder, parts.Pairing, time).TryGet(out var bonds, out var failure)) return failure;
        if (bonds.Damage is { } damage) report(damage);
        if (elsewhere is null && mqtt is not null && ForeignBrokerOptions.IsAddress(mqtt))
        {
            elsewhere = new ForeignBrokerOptions(new Uri(mqtt));
        }

        if (elsewhere is not null)
        {
            var foreign = new ForeignBroker(elsewhere, bonds, time, report);
            return new OwnPhones(foreign, bonds, parts, time, report, owned) { Elsewhere = elsewhere };
        }

        var options = (limits ?? new BrokerOptions()) with { Listen = mqtt is null ? null : IPEndPoint.Parse(mqtt) };
        LocalAuthority? authority = null;
        if (options.Listen is { } listen && !IPAddress.IsLoopback(listen.Address))
        {
            if (!LocalAuthority.Open(parts.StateFolder, time).TryGet(out authority, out failure)) return failure;
            if (authority.Renewed is { } renewed) report(renewed);
            var certificate = new GlassesCertificate(authority, MachineNames.All, time);
            options = options with { Certificate = () => certificate.Current };
        }

        if (options.Validate() is { } wrong) return wrong;
        var own = new CompanionBroker(bonds, options, time);
        return new OwnPhones(own, bonds, parts, time, report, owned, authority) { Broker = own };
    }

    /// <summary>Begins to serve; null, or why not.</summary>
    public async ValueTask<Failure?> StartAsync(CancellationToken stop)
    {
        if (_door.Bind() is { } taken) return taken;
        if (await Companion.StartAsync(stop).ConfigureAwait(false) is { } failure) return failure;
        _running = Task.WhenAll(Companion.RunAsync(_over.Token), _door.RunAsync(_over.Token));
        return null;
    }

    /// <summary>Stops; whoever is pairing is told so first.</summary>
    public async ValueTask DisposeAsync()
    {
        var wasPairing = Companion.Desk.Cancel();
        await _over.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (wasPairing && Broker is { } broker) await broker.PartAsync(LongestParting, CancellationToken.None).ConfigureAwait(false);
        _door.Dispose();
        Companion.Dispose();
        await _broker.DisposeAsync().ConfigureAwait(false);
        _authority?.Dispose();
        _state?.Dispose();
        _over.Dispose();
        if (_running.IsFaulted) await _running.ConfigureAwait(false);
    }
}
