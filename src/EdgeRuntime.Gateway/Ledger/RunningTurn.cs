namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A reservation that this gateway made and that its turn has not ended.</summary>
/// <param name="Row">As it was committed.</param>
/// <param name="MadeAt">Timestamp of the time provider; it does not jump with the clock.</param>
/// <param name="Lasts">How long it may take.</param>
/// <param name="HasRunOut">True when it holds no money any more: it may still be settled.</param>
internal sealed record RunningTurn(ReservationRow Row, long MadeAt, TimeSpan Lasts, bool HasRunOut = false);
