namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What the ledger has to know about a tenant.</summary>
/// <param name="BudgetNanos">Limit per month; null for none.</param>
/// <param name="Suspended">True when it may not begin turns.</param>
internal readonly record struct TenantFunds(long? BudgetNanos, bool Suspended);
