using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Speaking;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A laptop that stands in for glasses: what is there is used, the rest is simulated and says so.</summary>
public static class LaptopHardware
{
    private static readonly PowerReading Full = new(100, Charging: false);

    /// <summary>Opens what this machine has, and simulates the rest.</summary>
    /// <param name="state">State of the glasses.</param>
    /// <param name="folder">State folder, for pictures.</param>
    /// <param name="microphone">What it hears with.</param>
    /// <param name="speech">Which player sounds.</param>
    public static GlassesHardware Open(
        IGlassesState state, string folder, TimeProvider time, IMicrophone microphone, SpeechOptions speech) => new()
        {
            Microphone = microphone,
            Loudspeaker = Player(state, time, speech),
            Camera = new SimulatedCamera(folder, time),
            Power = Battery(),
            Skin = ThermalZone.Find("/sys/class/thermal"),
            Player = new SimulatedPlayer(state),
        };

    /// <summary>The battery of this machine, or a simulated one where it has none.</summary>
    public static IPowerGauge Battery()
    {
        if (SysfsPowerGauge.Find("/sys/class/power_supply") is { } battery) return battery;
        return new SimulatedPowerGauge(Full);
    }

    private static Outcome<ISoundOutput> Player(IGlassesState state, TimeProvider time, SpeechOptions speech) =>
        SoundPlayer.Find(ProgramFinder.FromEnvironment(), speech, () => state.Current.Settings.Loudness, time)
            .TryGet(out var player, out var missing) ? player : missing;

}
