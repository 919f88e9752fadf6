namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>An operation that somebody waits for.</summary>
internal abstract class AskedOperation<T> : LedgerOperation
{
    // Continuations must not run on the writer, which has the next batch to do.
    private readonly TaskCompletionSource<Outcome<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Outcome<T> _decided = LedgerFailures.Refused;

    /// <summary>Done with what was decided once it is committed, or with why it could not be.</summary>
    public Task<Outcome<T>> Answered => _answer.Task;

    /// <inheritdoc/>
    public sealed override void Decide(LedgerBook book)
    {
        try
        {
            _decided = DecideOutcome(book);
        }
        catch (OverflowException)
        {
            _decided = LedgerFailures.Refused;
        }
    }

    /// <inheritdoc/>
    public sealed override void Answer() => _answer.TrySetResult(_decided);

    /// <inheritdoc/>
    public sealed override void Fail(Failure failure) => _answer.TrySetResult(failure);

    /// <summary>Decides by the book and changes it.</summary>
    protected abstract Outcome<T> DecideOutcome(LedgerBook book);
}
