namespace EdgeRuntime.Contracts.Companion;

/// <summary>What the cloud costs.</summary>
/// <param name="Spent">This month.</param>
/// <param name="Left">Until the wearer's own limit; null without one.</param>
/// <param name="Currency">Of both, ISO 4217; empty before the first bill.</param>
public sealed record BudgetRow(decimal? Spent, decimal? Left, string Currency);
