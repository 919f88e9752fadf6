using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A battery for machines without one; whoever asks is told that it is simulated.</summary>
/// <param name="reading">Given to whoever asks, always the same.</param>
public sealed class SimulatedPowerGauge(PowerReading reading) : IPowerGauge
{
    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public Outcome<PowerReading> Read() => reading;
}
