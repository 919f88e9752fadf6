namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Commits operations of one running gateway, many in one transaction. One caller at a time.</summary>
internal interface ILedgerStore : IAsyncDisposable
{
    /// <summary>Number of this run of a gateway; as long as this object lives, other gateways see that it does.</summary>
    long Owner { get; }

    /// <summary>Lets every operation decide in one transaction and commits. When it throws, nothing was committed, or the commit's answer was lost.</summary>
    ValueTask CommitAsync(IReadOnlyList<LedgerOperation> operations, CancellationToken cancellationToken);

    /// <summary>True when a committed operation is only on disk after <see cref="FlushAsync"/>, and has to be.</summary>
    bool MustFlush(LedgerOperation operation);

    /// <summary>Waits until everything that was committed before is on disk. May be called beside <see cref="CommitAsync"/>; one caller at a time.</summary>
    ValueTask FlushAsync();

    /// <summary>Reservations that hold money and whose gateway is gone. May be called beside <see cref="CommitAsync"/>.</summary>
    ValueTask<IReadOnlyList<LeftBehind>> LeftBehindAsync(CancellationToken cancellationToken);

    /// <summary>Reservations of this gateway that hold money. May be called beside <see cref="CommitAsync"/>.</summary>
    ValueTask<IReadOnlyList<LeftBehind>> MineAsync(CancellationToken cancellationToken);
}
