namespace EdgeRuntime.Assistant.Hardware;

/// <summary>Hinge and wear sensor.</summary>
public interface IWearSensor
{
    /// <summary>True while the glasses are unfolded and on somebody's head, so that they are to hear.</summary>
    bool Hears { get; }
}
