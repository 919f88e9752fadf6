using System.Data.Common;
using Npgsql;

namespace EdgeRuntime.Gateway.Store;

/// <summary>State in PostgreSQL, for several gateways on one database.</summary>
internal sealed class PostgresStore : IStore
{
    /// <summary>Makes the pool; nothing is connected yet.</summary>
    public PostgresStore(StoreOptions options)
    {
        Options = options;
        var address = options.ConnectionString();
        address.ApplicationName ??= "edge-gateway";
        address.MaxPoolSize = options.MostConnections;
        address.CommandTimeout = (int)options.CommandTimeout.TotalSeconds;
        address.Timeout = (int)options.CommandTimeout.TotalSeconds;
        address.MaxAutoPrepare = 64;
        address.KeepAlive = 10;
        // A gateway that vanished without a word is gone for the server after 10 + 3 · 5 s, and its locks with it.
        address.Options = $"{address.Options} -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3".Trim();
        Source = NpgsqlDataSource.Create(address);
    }

    /// <inheritdoc/>
    public StoreOptions Options { get; }

    /// <summary>The pool.</summary>
    public NpgsqlDataSource Source { get; }

    /// <inheritdoc/>
    public async ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken) =>
        await Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<T> WriteAsync<T>(bool durable, Func<DbConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var connection = await Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (!MustFlush(durable)) await connection.Command("SET LOCAL synchronous_commit TO off").ExecuteAsync(cancellationToken).ConfigureAwait(false);
                var result = await work(connection, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
    }

    /// <summary>Whether a commit waits for the server's disk.</summary>
    public bool MustFlush(bool durable) => Options.Durability == Durability.Everything || (durable && Options.Durability == Durability.Settlements);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
