using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A laptop that stands in for glasses: what is there is used, the rest is simulated and says so.</summary>
public static class LaptopHardware
{
    private static readonly PowerReading Full = new(100, Charging: false);

    /// <summary>Opens it.</summary>
    /// <param name="state">State of the glasses.</param>
    /// <param name="folder">State folder, for pictures.</param>
    /// <param name="time">Clock.</param>
    public static GlassesHardware Open(IGlassesState state, string folder, TimeProvider time) => new(
        new SimulatedCamera(folder, time), new SimulatedPlayer(state), Battery() ?? new SimulatedPowerGauge(Full),
        ThermalZone.Find("/sys/class/thermal"));

    private static IPowerGauge? Battery() => SysfsPowerGauge.Find("/sys/class/power_supply");
}
