using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Operations;

namespace Gateway.Tests.Ledger;

/// <summary>A store that fails when it is told to, before or after it committed.</summary>
internal sealed class FaultyLedgerStore(ILedgerStore inner) : ILedgerStore
{
    /// <summary>Commits that fail without having happened.</summary>
    public int FailBefore { get; set; }

    /// <summary>Commits that happen and whose answer is lost.</summary>
    public int FailAfter { get; set; }

    /// <summary>Flushes that fail.</summary>
    public int FailFlush { get; set; }

    /// <summary>Everything fails, as for a process that was killed.</summary>
    public bool Dead { get; set; }

    public long Owner => inner.Owner;

    public Failure? Refusal => inner.Refusal;

    public async ValueTask<IReadOnlySet<string>> CommitAsync(
        IReadOnlyList<LedgerOperation> operations, bool mayWait, CancellationToken cancellationToken)
    {
        if (Dead || FailBefore-- > 0) throw new IOException("lost before the commit");
        FailBefore = 0;
        var heldUp = await inner.CommitAsync(operations, mayWait, cancellationToken);
        if (FailAfter-- > 0) throw new IOException("lost after the commit");
        FailAfter = 0;
        return heldUp;
    }

    public bool MustFlush(LedgerOperation operation) => inner.MustFlush(operation) || FailFlush > 0;

    public ValueTask FlushAsync() => FailFlush-- > 0 ? throw new IOException("the disk refused") : inner.FlushAsync();

    public ValueTask<IReadOnlyList<AbandonedTurn>> FindAbandonedAsync(TimeSpan grace, bool mayWait, CancellationToken cancellationToken) =>
        inner.FindAbandonedAsync(grace, mayWait, cancellationToken);

    public ValueTask<IReadOnlyList<AbandonedTurn>> MineAsync(CancellationToken cancellationToken) => inner.MineAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
