using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace EdgeRuntime.Gateway.Store;

/// <summary>State in PostgreSQL, for several gateways on one database.</summary>
internal sealed class PostgresStore : IStore
{
    /// <summary>The server's time in Unix milliseconds, the only clock that all gateways share.</summary>
    public const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(2);

    /// <summary>Makes the pool; nothing is connected yet.</summary>
    public PostgresStore(StoreOptions options)
    {
        Options = options;
        var address = options.ConnectionString();
        address.ApplicationName ??= "edge-gateway";
        address.MaxPoolSize = options.MostConnections;
        address.CommandTimeout = (int)options.CommandTimeout.TotalSeconds;
        address.Timeout = (int)options.CommandTimeout.TotalSeconds;
        // Statements that are prepared, and settings that are reset, belong to a session; behind a pool in transaction mode there is none.
        address.MaxAutoPrepare = options.TransactionPool ? 0 : 64;
        address.NoResetOnClose |= options.TransactionPool;
        address.KeepAlive = 10;
        Source = NpgsqlDataSource.Create(address);
    }

    /// <inheritdoc/>
    public StoreOptions Options { get; }

    /// <summary>Pool of connections; ends with the store.</summary>
    public NpgsqlDataSource Source { get; }

    /// <inheritdoc/>
    public async ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken) =>
        await Source.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<T> WriteAsync<T>(
        bool durable,
        Func<DbConnection, CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken,
        TimeSpan? lockWait = null,
        bool byKey = false)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var limits = Limits(lockWait ?? Options.CommandTimeout, MustFlush(durable), byKey);
        await connection.Command(limits).ExecuteAsync(cancellationToken);
        var result = await work(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>The first statement of every transaction that writes: how long it waits for a lock,
    /// and that the server ends a session whose gateway stands still in the middle, and with it its locks. Inside the transaction, so that
    /// it also holds behind a pool in transaction mode. Gives <see cref="Now"/> in its first column.</summary>
    /// <param name="lockWait">Longest wait for a lock.</param>
    /// <param name="flush">Whether the commit waits for the server's disk.</param>
    /// <param name="byKey">Whether all rows are asked for by their keys. A table whose rows come and go is planned by the few that are
    /// there, and would be read whole with all that have been there since the server last cleaned up.</param>
    public static string Limits(TimeSpan lockWait, bool flush, bool byKey = false)
    {
        List<(string Name, string Value)> settings =
        [
            ("lock_timeout", string.Create(CultureInfo.InvariantCulture, $"{lockWait.TotalMilliseconds:0}")),
            ("idle_in_transaction_session_timeout", string.Create(CultureInfo.InvariantCulture, $"{LongestIdle.TotalMilliseconds:0}")),
        ];
        if (!flush) settings.Add(("synchronous_commit", "off"));
        if (byKey) settings.Add(("enable_seqscan", "off"));
        return $"SELECT {Now}, {string.Join(", ", settings.Select(setting => $"set_config('{setting.Name}', '{setting.Value}', true)"))}";
    }

    /// <summary>Whether a commit waits for the server's disk.</summary>
    public bool MustFlush(bool durable) =>
        Options.Durability == Durability.Everything || (durable && Options.Durability == Durability.Settlements);

    // The server overwrites it in its own time.
    /// <inheritdoc/>
    public ValueTask EraseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
