using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>Sums over a month.</summary>
/// <param name="Turns">Settled turns.</param>
/// <param name="Used">Tokens, sound and pictures of those turns.</param>
/// <param name="CostNanos">What they cost, in nano units of the currency.</param>
/// <param name="ReservedNanos">Set aside for running turns.</param>
/// <param name="BudgetLeftNanos">What may still be spent; null without a limit.</param>
public sealed record UsageTotals(long Turns, Amounts Used, long CostNanos, long ReservedNanos, long? BudgetLeftNanos);
