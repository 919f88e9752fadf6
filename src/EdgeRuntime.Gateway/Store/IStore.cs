using System.Data.Common;

namespace EdgeRuntime.Gateway.Store;

/// <summary>The one place where state lies: SQLite for one gateway, PostgreSQL for several. Safe for several threads. Failures of the
/// database are exceptions that <see cref="StoreFailures.IsUnavailable"/> knows;
/// capabilities turn them into <c>store-unavailable</c>.</summary>
internal interface IStore : IAsyncDisposable
{
    /// <summary>The options it was opened with.</summary>
    StoreOptions Options { get; }

    /// <summary>A connection for reading; disposing it gives it back. Readers never wait for writers.</summary>
    ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>Takes what was deleted before out of the store's own files, as far as this store can;
    /// what cannot be done at once follows by itself.</summary>
    ValueTask EraseAsync(CancellationToken cancellationToken);

    /// <summary>Runs work in one transaction and commits it; rolls back when it throws.</summary>
    /// <param name="durable">True when the result must be on disk, as far as <see cref="Durability"/> asks for it.</param>
    /// <param name="work">What to do with the connection; the transaction is the connection's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="lockWait">Longest wait for a row that somebody else holds, more than zero; else <see
    /// cref="StoreOptions.CommandTimeout"/>. Then it throws what <see cref="StoreFailures.IsHeldUp"/> knows. In a store with one writer
    /// nobody holds a row.</param>
    /// <param name="byKey">Whether all rows are asked for by their keys, however few of them a table has when it is asked first.</param>
    ValueTask<T> WriteAsync<T>(
        bool durable,
        Func<DbConnection, CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken,
        TimeSpan? lockWait = null,
        bool byKey = false);
}
