namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>Gives back a reservation of which nothing was used.</summary>
/// <param name="attempt">Only the try that made it gives it back: the turn may be running again elsewhere.</param>
internal sealed class ReleaseOperation(long attempt) : AskedOperation<bool>, IAttemptOperation
{
    /// <inheritdoc/>
    public long Attempt => attempt;

    /// <inheritdoc/>
    protected override Outcome<bool> DecideOutcome(LedgerBook book)
    {
        if (book.Reservation(TurnId) is not { } row || row.TenantId != TenantId || row.Attempt != attempt) return false;
        book.Drop(row);
        return true;
    }
}
