namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Money set aside for one turn.</summary>
/// <param name="Id">For <see cref="ILedger.SettleAsync"/>.</param>
/// <param name="GrantedNanos">The most the turn may cost.</param>
/// <param name="Settled">The bill when the same turn was settled before; null otherwise.</param>
public sealed record Reservation(string Id, long GrantedNanos, Bill? Settled = null);
