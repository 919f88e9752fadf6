namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A reservation that this gateway made and has not ended.</summary>
/// <param name="Row">As it was committed.</param>
/// <param name="MadeAt">Timestamp of the time provider; it does not jump with the clock.</param>
/// <param name="Lasts">How long it may take.</param>
internal readonly record struct RunningTurn(ReservationRow Row, long MadeAt, TimeSpan Lasts);
