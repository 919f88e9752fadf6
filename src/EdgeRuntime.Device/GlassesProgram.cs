using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Simulation;

namespace EdgeRuntime.Device;

/// <summary>The composition root: state, hardware and tools of one pair of glasses, as every command that acts needs them.
/// Models are opened apart, since typed wishes need none. Closes what it opened.</summary>
public sealed class GlassesProgram : IDisposable
{
    private readonly StateStore _state;
    private readonly GlassesPorts _ports;
    private readonly bool _ownsState;

    /// <summary>Over what is open already, and stays with the caller.</summary>
    /// <param name="state">Settings of the wearer, timers, notes.</param>
    /// <param name="ports">The same, and what the tools act on besides.</param>
    /// <param name="settings">The options of this run.</param>
    public GlassesProgram(StateStore state, GlassesPorts ports, DeviceSettings settings)
        : this(state, ports, settings, ownsState: false)
    {
    }

    private GlassesProgram(StateStore state, GlassesPorts ports, DeviceSettings settings, bool ownsState)
    {
        (_state, _ports, Settings, _ownsState) = (state, ports, settings, ownsState);
        Tools = GlassesTools.Create(ports);
        Queue = new DeferredQueue(state.Folder, settings.Later);
    }

    /// <summary>Folder of everything the glasses keep.</summary>
    public string Folder => _state.Folder;

    /// <summary>The options of this run.</summary>
    public DeviceSettings Settings { get; }

    /// <summary>Settings of the wearer, timers, notes.</summary>
    public IGlassesState State => _state;

    /// <summary>Set when the state was damaged and had to be put aside; null while all is well.</summary>
    public Failure? Damage => _state.Damage;

    /// <summary>What the glasses are made of.</summary>
    public GlassesHardware Hardware => _ports.Hardware;

    /// <summary>What the glasses can do.</summary>
    public ToolRegistry Tools { get; }

    /// <summary>Opens the state, and this machine for the hardware. Failures: those of <see cref="StateStore.Open"/>.</summary>
    /// <param name="stateFolder">State folder; null for the default.</param>
    /// <param name="settings">The options of this run; null for what is built in.</param>
    public static Outcome<GlassesProgram> Open(string? stateFolder, TimeProvider time, DeviceSettings? settings = null)
    {
        settings ??= DeviceSettings.BuiltIn;
        var folder = stateFolder ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable);
        if (!StateStore.Open(folder, time).TryGet(out var state, out var failure)) return failure;
        var microphone = new ProgramMicrophone(settings.Microphone, time);
        var hardware = LaptopHardware.Open(state, state.Folder, time, microphone, settings.Speech);
        return new GlassesProgram(
            state, new GlassesPorts(state, hardware, new SimulatedPhone(state.Folder), time), settings, ownsState: true);
    }

    /// <summary>Takes away what phones gave that are not paired any more; null when it is gone.
    /// To be done before anything is made of it.</summary>
    public ValueTask<Failure?> ForgetRevokedAsync(CancellationToken cancellationToken) =>
        RevokedPhones.ForgetAsync(_state, Folder, cancellationToken);

    /// <summary>A turn that answers through a speaker.</summary>
    /// <param name="speaker">How answers are given.</param>
    /// <param name="cloud">What lies beyond the glasses; null for nothing.</param>
    public Turn CreateTurn(ISpeaker speaker, TurnCloud? cloud = null) => new(Tools, _state, speaker, Settings.Turn, _ports.Time, cloud);

    /// <summary>The cloud as a turn needs it.</summary>
    /// <param name="cloud">The connection; null for none.</param>
    public TurnCloud? CreateTurnCloud(CloudConnection? cloud) => cloud is null
        ? null
        : new TurnCloud(CreateSpendingLimit(cloud), cloud.IsLocal ? null : Queue, Settings.Routing, _ports.Power, _ports.Hardware.Skin)
        {
            IsAgreedTo = cloud.IsLocal,
            Camera = _ports.Camera,
        };

    /// <summary>A cloud under the wearer's monthly limit.</summary>
    public SpendingLimit CreateSpendingLimit(CloudConnection cloud) => new(cloud, _state, _ports.Time);

    /// <summary>What waits for the cloud.</summary>
    public DeferredQueue Queue { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsState) _state.Dispose();
    }
}
