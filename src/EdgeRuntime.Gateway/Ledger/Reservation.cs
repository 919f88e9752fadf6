using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Money set aside for one turn.</summary>
/// <param name="Id">For <see cref="ILedger.SettleAsync"/>; also the id of the bill. 26 characters,
/// the same for every try of the same turn.</param>
/// <param name="GrantedNanos">The most the turn may cost.</param>
/// <param name="BeganAt">When it was made, in Unix milliseconds by the store's clock, which all gateways on it share.</param>
/// <param name="Attempt">Which try of the turn made it; the last one has the turn.</param>
/// <param name="Settled">The bill when the same turn was settled before; null otherwise.</param>
public sealed record Reservation(string Id, long GrantedNanos, long BeganAt, long Attempt = 0, Bill? Settled = null);
