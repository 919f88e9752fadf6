namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>Sets money aside for a turn.</summary>
/// <param name="wanted">The reservation as it will be, but for what is granted.</param>
/// <param name="mostNanos">Granted when the budget allows it.</param>
/// <param name="leastNanos">Refused when the budget holds less.</param>
internal sealed class ReserveOperation(ReservationRow wanted, long mostNanos, long leastNanos) : AskedOperation<Reservation>
{
    /// <inheritdoc/>
    public override bool MustHappen => false;

    /// <summary>How long the turn may take.</summary>
    public required TimeSpan Lasts { get; init; }

    private long LastsMs => (long)Lasts.TotalMilliseconds;

    /// <summary>What was granted last; null when it was refused or settled before.</summary>
    public ReservationRow? Granted { get; private set; }

    /// <inheritdoc/>
    protected override Outcome<Reservation> DecideOutcome(LedgerBook book)
    {
        Granted = null;
        if (book.Bill(TurnId) is { } billed) return OfBilled(billed);
        if (book.Reservation(TurnId) is { HoldsMoney: true } running) return OfRunning(running);
        if (book.Refusal is { } refusal) return refusal;
        if (book.Funds(TenantId) is not { } funds) return LedgerFailures.TenantUnknown;
        if (funds.Suspended) return LedgerFailures.TenantSuspended;
        if (!funds.Grant(book.BalanceOf(TenantId, Month), ownNanos: 0, mostNanos, leastNanos).TryGet(out var granted, out var failure))
        {
            return failure;
        }

        var began = book.Now > 0 ? book.Now : wanted.ReservedAt;
        var row = wanted with { GrantedNanos = granted, ExpiresAt = began + LastsMs };
        book.Hold(row);
        return Done(row);
    }

    // A bill is its device's; another one hears nothing of it.
    private Outcome<Reservation> OfBilled(BillRow billed) =>
        billed.Reservation.DeviceId == wanted.DeviceId
            ? new Reservation(TurnId, billed.Reservation.GrantedNanos, billed.Reservation.ReservedAt, Settled: billed.Bill)
            : LedgerFailures.OtherDevice;

    // Our own attempt is found when its commit succeeded but the answer of the store was lost.
    private Outcome<Reservation> OfRunning(ReservationRow running) =>
        running.Attempt == wanted.Attempt && running.Owner == wanted.Owner ? Done(running) : LedgerFailures.TurnRunning;

    private Outcome<Reservation> Done(ReservationRow row)
    {
        Granted = row;
        return new Reservation(row.Id, row.GrantedNanos, row.ExpiresAt - LastsMs, row.Attempt);
    }
}
