using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What a turn was charged.</summary>
/// <param name="Id">Key of the ledger entry, 26 characters.</param>
/// <param name="Used">Amounts that are billed; times their prices they are the charge.</param>
/// <param name="CostNanos">Charge in nano units of the currency.</param>
/// <param name="Reason">Why the turn ended.</param>
/// <param name="Estimated">True when tokens are the gateway's estimate: the upstream gave no count, or one that cannot be true.</param>
public sealed record Bill(string Id, Amounts Used, long CostNanos, string Reason, bool Estimated = false);
