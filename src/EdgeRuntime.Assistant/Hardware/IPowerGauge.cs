namespace EdgeRuntime.Assistant.Hardware;

/// <summary>The battery gauge.</summary>
public interface IPowerGauge
{
    /// <summary>True when no real battery stands behind it.</summary>
    bool IsSimulated { get; }

    /// <summary>Reads the battery.</summary>
    Outcome<PowerReading> Read();
}
