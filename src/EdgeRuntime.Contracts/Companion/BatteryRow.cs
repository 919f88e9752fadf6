namespace EdgeRuntime.Contracts.Companion;

/// <summary>How full the battery of the glasses is.</summary>
/// <param name="Percent">Charge, 0..100.</param>
/// <param name="Charging">True while it is being charged.</param>
public sealed record BatteryRow(int Percent, bool Charging);
