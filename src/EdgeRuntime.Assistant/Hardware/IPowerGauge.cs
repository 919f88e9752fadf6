namespace EdgeRuntime.Assistant.Hardware;

/// <summary>Tells how full the battery is.</summary>
public interface IPowerGauge
{
    /// <summary>True when no real battery stands behind it.</summary>
    bool IsSimulated { get; }

    /// <summary>How it stands right now; a failure where it cannot be read.</summary>
    Outcome<PowerReading> Read();
}
