using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>Charges a turn, once.</summary>
/// <param name="known">The reservation as this gateway remembers it, in case the store lost it with its power;
/// null when it does not.</param>
/// <param name="used">What was used.</param>
/// <param name="estimated">Whether its tokens are an estimate.</param>
/// <param name="reason">Why the turn ended.</param>
/// <param name="settledAt">Unix milliseconds.</param>
internal sealed class SettleOperation(ReservationRow? known, Amounts used, bool estimated, string reason, long settledAt)
    : AskedOperation<Bill>
{
    /// <inheritdoc/>
    public override bool Durable => true;

    /// <inheritdoc/>
    protected override Outcome<Bill> DecideOutcome(LedgerBook book)
    {
        if (book.Bill(TurnId) is { } billed)
        {
            return billed.Reservation.TenantId == TenantId ? billed.Bill : LedgerFailures.ReservationUnknown;
        }
        var row = book.Reservation(TurnId) ?? known;
        if (row is null || row.TenantId != TenantId) return LedgerFailures.ReservationUnknown;
        var charged = row.Price.Billable(used, row.GrantedNanos); // never more than was reserved, which is what the caller agreed to
        var bill = new Bill(TurnId, charged, row.Price.CostNanos(charged), reason, estimated);
        book.Charge(row, bill, settledAt);
        return bill;
    }
}
