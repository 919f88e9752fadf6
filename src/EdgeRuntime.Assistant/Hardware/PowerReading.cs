namespace EdgeRuntime.Assistant.Hardware;

/// <summary>State of the battery.</summary>
/// <param name="Percent">Charge, 0..100 percent.</param>
/// <param name="Charging">True while it is being charged.</param>
public readonly record struct PowerReading(int Percent, bool Charging);
