using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
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
    private readonly TimeProvider _time;
    private readonly GlassesPorts _ports;

    private GlassesProgram(
        StateStore state, TimeProvider time, HardwareOpener? open, Func<GlassesPorts, GlassesPorts>? add, DeviceSettings settings)
    {
        (_state, Settings) = (state, settings);
        _time = time;
        var hardware = (open ?? LaptopHardware.Open)(state, state.Folder, time);
        _ports = new GlassesPorts(state, hardware, new SimulatedPhone(state.Folder), time);
        _ports = add?.Invoke(_ports) ?? _ports;
        Tools = GlassesTools.Create(_ports);
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

    /// <summary>Loudness at this moment, 0..100; 0 while muted.</summary>
    public int VolumePercent => State.Current.Settings is { Muted: false, Volume: var volume } ? volume : 0;

    /// <summary>What the glasses can do.</summary>
    public ToolRegistry Tools { get; }

    /// <summary>Opens the state. Failures: those of <see cref="StateStore.Open"/>.</summary>
    /// <param name="stateFolder">State folder; null for the default.</param>
    /// <param name="time">Clock.</param>
    /// <param name="open">Opens the hardware; null for that of this machine.</param>
    /// <param name="add">Puts a paired phone and a button beside it; null for neither.</param>
    /// <param name="settings">The options of this run; null for what is built in.</param>
    public static Outcome<GlassesProgram> Open(
        string? stateFolder, TimeProvider time, HardwareOpener? open = null, Func<GlassesPorts, GlassesPorts>? add = null,
        DeviceSettings? settings = null) =>
        StateStore.Open(stateFolder ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable), time)
            .TryGet(out var state, out var failure)
            ? new GlassesProgram(state, time, open, add, settings ?? DeviceSettings.BuiltIn)
            : failure;

    /// <summary>Takes away what phones gave that are not paired any more; null when it is gone.
    /// To be done before anything is made of it.</summary>
    public ValueTask<Failure?> ForgetRevokedAsync(CancellationToken cancellationToken) =>
        RevokedPhones.ForgetAsync(_state, Folder, cancellationToken);

    /// <summary>Puts aside what lies in the state folder where other things belong; tells of each. No file is read.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "name of a file that is put aside")]
    public IEnumerable<Failure> PutStrangersAside() =>
        PhoneOutbox.PutStrangersAside(Folder, _time.GetUtcNow()).Concat(Queue.PutStrangersAside(_time.GetUtcNow()));

    /// <summary>A turn that answers through a speaker.</summary>
    /// <param name="speaker">How answers are given.</param>
    /// <param name="cloud">What lies beyond the glasses; null for nothing.</param>
    public Turn CreateTurn(ISpeaker speaker, TurnCloud? cloud = null) => new(Tools, _state, speaker, Settings.Turn, _time, cloud);

    /// <summary>The cloud as a turn needs it.</summary>
    /// <param name="cloud">The connection; null for none.</param>
    public TurnCloud? Beyond(CloudConnection? cloud) => cloud is null
        ? null
        : new TurnCloud(Limited(cloud), cloud.IsLocal ? null : Queue, Settings.Routing, _ports.Power, _ports.Hardware.Skin)
        {
            IsAgreedTo = cloud.IsLocal,
            Camera = _ports.Camera,
        };

    /// <summary>A cloud under the wearer's monthly limit.</summary>
    public SpendingLimit Limited(CloudConnection cloud) => new(cloud, _state, _time);

    /// <summary>What waits for the cloud.</summary>
    public DeferredQueue Queue { get; }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();
}
