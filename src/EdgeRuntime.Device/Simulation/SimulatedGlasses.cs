using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Simulation;

/// <summary>The hardware of a laptop that stands in for glasses: what is there is used, the rest is simulated and says so.</summary>
public static class SimulatedGlasses
{
    private static readonly PowerReading Full = new(100, Charging: false);

    /// <summary>Ports for <see cref="GlassesTools.Create"/>.</summary>
    /// <param name="state">State of the glasses.</param>
    /// <param name="folder">State folder, for pictures and the simulated phone.</param>
    /// <param name="time">Clock.</param>
    public static GlassesPorts Ports(IGlassesState state, string folder, TimeProvider time) => new(
        state,
        new SimulatedCamera(folder, time),
        new SimulatedPlayer(state),
        new SimulatedPhone(folder),
        SysfsPowerGauge.Find("/sys/class/power_supply") ?? (IPowerGauge)new SimulatedPowerGauge(Full),
        time);
}
