namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What a turn was charged.</summary>
/// <param name="Id">Key of the ledger entry, 26 characters.</param>
/// <param name="Used">Amounts.</param>
/// <param name="CostNanos">Charge in nano units of the currency.</param>
/// <param name="Reason">Why the turn ended.</param>
public sealed record Bill(string Id, Amounts Used, long CostNanos, string Reason);
