namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A settled turn: the reservation as it was and what became of it.</summary>
internal sealed record BillRow(ReservationRow Reservation, Bill Bill, long SettledAt);
