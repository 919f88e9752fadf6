using EdgeRuntime.Gateway.Ledger.Operations;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Commits operations of one running gateway, many in one transaction. One caller at a time.</summary>
internal interface ILedgerStore : IAsyncDisposable
{
    /// <summary>Number of this run of a gateway; as long as this object lives, other gateways see that it does.</summary>
    long Owner { get; }

    /// <summary>Why no new turn may begin here; null when one may.</summary>
    Failure? Refusal { get; }

    /// <summary>Lets the operations decide in one transaction and commits. When it throws, nothing was committed,
    /// or the commit's answer was lost.</summary>
    /// <param name="operations">Decided in one transaction, in this order.</param>
    /// <param name="mayWait">True to wait a moment for a tenant that another gateway is busy with; false to leave it out at once.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Tenants that somebody else holds; their operations were left out, all others are committed.</returns>
    ValueTask<IReadOnlySet<string>> CommitAsync(
        IReadOnlyList<LedgerOperation> operations, bool mayWait, CancellationToken cancellationToken);

    /// <summary>True when a committed operation is only on disk after <see cref="FlushAsync"/>, and has to be.</summary>
    bool MustFlush(LedgerOperation operation);

    /// <summary>Waits until everything that was committed before is on disk. May be called beside <see cref="CommitAsync"/>;
    /// one caller at a time.</summary>
    ValueTask FlushAsync();

    /// <summary>Reservations that hold money and that their gateway will not end: it is gone, or their time was over for longer than
    /// <paramref name="grace"/> by the store's clock. May be called beside <see cref="CommitAsync"/>.</summary>
    /// <param name="grace">Of <see cref="LedgerOptions.Grace"/>.</param>
    /// <param name="mayWait">True to wait as long as it takes to be sure that another gateway is gone; false to leave open what is not
    /// known at once.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    ValueTask<IReadOnlyList<AbandonedTurn>> FindAbandonedAsync(TimeSpan grace, bool mayWait, CancellationToken cancellationToken);

    /// <summary>Reservations of this gateway that hold money. May be called beside <see cref="CommitAsync"/>.</summary>
    ValueTask<IReadOnlyList<AbandonedTurn>> MineAsync(CancellationToken cancellationToken);
}
