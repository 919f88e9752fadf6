namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>Frees the money of a turn that nobody will end any more.</summary>
/// <param name="attempt">The try it is about: the turn may have been reserved again since.</param>
/// <param name="endedAt">Unix milliseconds.</param>
internal sealed class RunOutOperation(long attempt, long endedAt) : AskedOperation<bool>, IAttemptOperation
{
    /// <inheritdoc/>
    public long Attempt => attempt;

    /// <inheritdoc/>
    protected override Outcome<bool> DecideOutcome(LedgerBook book)
    {
        if (book.Reservation(TurnId) is not { HoldsMoney: true } row || row.TenantId != TenantId || row.Attempt != attempt) return false;
        book.RunOut(row, endedAt);
        return true;
    }
}
