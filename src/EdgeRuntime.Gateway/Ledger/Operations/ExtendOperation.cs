namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>Sets more money aside for a running turn.</summary>
/// <param name="attempt">Only the try that made the reservation.</param>
/// <param name="mostNanos">In all, when the budget allows it.</param>
/// <param name="leastNanos">In all; refused when the budget holds less.</param>
internal sealed class ExtendOperation(long attempt, long mostNanos, long leastNanos) : AskedOperation<long>
{
    /// <inheritdoc/>
    public override bool MustHappen => false;

    /// <summary>The reservation as it is now; null when it was refused.</summary>
    public ReservationRow? Granted { get; private set; }

    // What is asked for is a sum, not a difference, so deciding again after a lost answer adds nothing.
    /// <inheritdoc/>
    protected override Outcome<long> DecideOutcome(LedgerBook book)
    {
        Granted = null;
        if (book.Reservation(TurnId) is not { HoldsMoney: true } row || row.TenantId != TenantId) return LedgerFailures.ReservationUnknown;
        if (row.Attempt != attempt) return LedgerFailures.TurnTaken;
        if (book.Funds(TenantId) is not { } funds) return LedgerFailures.TenantUnknown;
        var grant = funds.Grant(book.BalanceOf(TenantId, row.Month), row.GrantedNanos, Math.Max(mostNanos, row.GrantedNanos), leastNanos);
        if (!grant.TryGet(out var granted, out var failure)) return failure;
        Granted = book.Enlarge(row, Math.Max(granted, row.GrantedNanos));
        return Granted.GrantedNanos;
    }
}
