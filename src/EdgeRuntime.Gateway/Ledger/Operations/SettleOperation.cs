using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>Charges a turn, once, and only for the try that the store knows last: a turn that was taken over belongs to who took
/// it.</summary>
/// <param name="known">The reservation as this gateway remembers it, also in case the store lost it with its power;
/// null when it has none, and then there is only a bill to be had.</param>
/// <param name="used">Tokens, sound and pictures of the turn.</param>
/// <param name="estimated">Whether its tokens are an estimate.</param>
/// <param name="reason">Why the turn ended.</param>
/// <param name="settledAt">Unix milliseconds.</param>
internal sealed class SettleOperation(ReservationRow? known, Amounts used, bool estimated, string reason, long settledAt)
    : AskedOperation<Bill>, IAttemptOperation
{
    /// <inheritdoc/>
    public override bool Durable => true;

    /// <inheritdoc/>
    public long Attempt => known?.Attempt ?? 0;

    /// <inheritdoc/>
    protected override Outcome<Bill> DecideOutcome(LedgerBook book)
    {
        if (book.Bill(TurnId) is { } billed)
        {
            if (billed.Reservation.TenantId != TenantId) return LedgerFailures.ReservationUnknown;
            return IsOther(billed.Reservation) ? LedgerFailures.TurnTaken : billed.Bill;
        }

        if (known is null || known.TenantId != TenantId) return LedgerFailures.ReservationUnknown;
        var stored = book.Reservation(TurnId);
        if (stored is not null && IsOther(stored)) return LedgerFailures.TurnTaken;
        var row = stored ?? known;
        var charged = row.Price.Billable(used, MostOf(row, stored, book));
        var bill = new Bill(TurnId, charged, row.Price.CostNanos(charged), reason, estimated);
        book.Charge(row, bill, settledAt);
        return bill;
    }

    // Bills of earlier versions do not say whose they are.
    private bool IsOther(ReservationRow stored) => known is not null && stored.Attempt != 0 && stored.Attempt != known.Attempt;

    // Never more than was reserved, which is what the caller agreed to. What has run out, or was lost, is set aside no longer, and others
    // may have it by now: then no more than the budget still holds.
    private long MostOf(ReservationRow row, ReservationRow? stored, LedgerBook book) =>
        stored is { HoldsMoney: true } || book.Funds(TenantId) is not { } funds
            ? row.GrantedNanos
            : Math.Min(row.GrantedNanos, funds.Left(book.BalanceOf(TenantId, row.Month)));
}
