using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What a turn wants to be able to spend.</summary>
/// <param name="IdempotencyKey">The caller's key; unique within the tenant.</param>
/// <param name="SessionId">Session, for the records.</param>
/// <param name="Price">Prices that hold for the turn.</param>
/// <param name="MostNanos">The most it may cost; less is granted when the budget holds less but at least
/// <paramref name="LeastNanos"/>.</param>
/// <param name="LeastNanos">Under this the turn is refused.</param>
/// <param name="Lasts">After which time the reservation ends by itself, so that a killed gateway leaves none for ever.</param>
public sealed record ReservationRequest(
    string IdempotencyKey, string SessionId, ModelPrice Price, long MostNanos, long LeastNanos, TimeSpan Lasts);
