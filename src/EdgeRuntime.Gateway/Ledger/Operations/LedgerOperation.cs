namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>One thing the ledger is asked to do. <see cref="Decide"/> may run several times, once per try of a transaction,
/// and gives the same answer for a state that already holds its effect;
/// the answer goes out with <see cref="Answer"/> after the commit.</summary>
internal abstract class LedgerOperation
{
    /// <summary>Tenant whose row the store locks.</summary>
    public required string TenantId { get; init; }

    /// <summary>Reservation and bill that the store reads.</summary>
    public required string TurnId { get; init; }

    /// <summary>Month whose balance the store reads besides the one of the stored reservation.</summary>
    public required int Month { get; init; }

    /// <summary>How long the caller waits for a store that does not answer.</summary>
    public TimeSpan Patience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>When it was asked, as a timestamp of the time provider.</summary>
    public long AskedAt { get; init; }

    /// <summary>True when its effect must be on disk before it is answered.</summary>
    public virtual bool Durable => false;

    /// <summary>True when it is tried until the store takes it, whether or not somebody still waits.</summary>
    public virtual bool MustHappen => true;

    /// <summary>Decides by the book and changes it. May throw <see cref="OverflowException"/>.</summary>
    public abstract void Decide(LedgerBook book);

    /// <summary>Answers what was decided last.</summary>
    public abstract void Answer();

    /// <summary>Answers that it failed; later answers are ignored.</summary>
    public abstract void Fail(Failure failure);
}
