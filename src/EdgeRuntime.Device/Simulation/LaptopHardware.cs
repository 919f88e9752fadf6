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

    /// <summary>Opens it.</summary>
    /// <param name="state">State of the glasses.</param>
    /// <param name="folder">State folder, for pictures.</param>
    /// <param name="time">Clock.</param>
    /// <param name="microphone">What it hears with; null for the microphone of this machine.</param>
    /// <param name="speech">Which player sounds; null for what is built in.</param>
    public static GlassesHardware Open(
        IGlassesState state, string folder, TimeProvider time, IMicrophone? microphone = null, SpeechOptions? speech = null) => new()
        {
            Microphone = microphone ?? new ProgramMicrophone(new MicrophoneOptions(), time),
            Loudspeaker = Player(state, time, speech ?? new SpeechOptions()),
            Camera = new SimulatedCamera(folder, time),
            Power = Battery() ?? new SimulatedPowerGauge(Full),
            Skin = ThermalZone.Find("/sys/class/thermal"),
            Player = new SimulatedPlayer(state),
        };

    private static Outcome<ISoundOutput> Player(IGlassesState state, TimeProvider time, SpeechOptions speech) =>
        SoundPlayer.Find(ProgramFinder.FromEnvironment(), speech, () => state.Current.Settings.Loudness, time)
            .TryGet(out var player, out var missing) ? player : missing;

    private static IPowerGauge? Battery() => SysfsPowerGauge.Find("/sys/class/power_supply");
}
