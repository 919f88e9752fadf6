namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Charges a turn, once.</summary>
/// <param name="known">The reservation as this gateway remembers it, in case the store lost it with its power; null when it does not.</param>
/// <param name="used">What was used.</param>
/// <param name="reason">Why the turn ended.</param>
/// <param name="settledAt">Unix milliseconds.</param>
internal sealed class SettleOperation(ReservationRow? known, Amounts used, string reason, long settledAt) : AskedOperation<Bill>
{
    /// <inheritdoc/>
    public override bool Durable => true;

    /// <inheritdoc/>
    protected override Outcome<Bill> DecideOutcome(LedgerBook book)
    {
        if (book.Bill(TurnId) is { } billed) return billed.Reservation.TenantId == TenantId ? billed.Bill : LedgerFailures.ReservationUnknown;
        var row = book.Reservation(TurnId) ?? known;
        if (row is null || row.TenantId != TenantId) return LedgerFailures.ReservationUnknown;
        var bill = new Bill(TurnId, used, CostNanos(row), reason);
        book.Charge(row, bill, settledAt);
        return bill;
    }

    // Never above what was reserved, which is what the caller agreed to.
    private long CostNanos(ReservationRow row)
    {
        try
        {
            return Math.Min(row.Price.CostNanos(used), row.GrantedNanos);
        }
        catch (OverflowException)
        {
            return row.GrantedNanos;
        }
    }
}
