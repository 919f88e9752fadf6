namespace EdgeRuntime.Contracts.Companion;

/// <summary>What the cloud costs.</summary>
/// <param name="Spent">This month.</param>
/// <param name="Left">Until the limit; null without one.</param>
/// <param name="Currency">Of both.</param>
public sealed record BudgetRow(decimal? Spent, decimal? Left, string Currency);
