using System.Security.Cryptography;
using EdgeRuntime.Gateway.Store;
using Npgsql;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>The ledger in PostgreSQL. A batch locks the rows of its tenants in order, so several gateways are exact together; an advisory
/// lock, held by a connection of its own, tells the others that this gateway lives.</summary>
internal sealed class PostgresLedgerStore : ILedgerStore
{
    // First half of the advisory lock's key, so that owners meet no other locks: "owne" in ASCII.
    private const int LockClass = 0x6f776e65;

    private readonly PostgresStore _store;
    private readonly SemaphoreSlim _owning = new(1, 1);
    private NpgsqlConnection? _lock;
    private NpgsqlConnection? _writer;
    private PostgresLedgerBatch? _batch;

    /// <summary>Connects at first use.</summary>
    public PostgresLedgerStore(PostgresStore store) => _store = store;

    /// <inheritdoc/>
    public long Owner { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <inheritdoc/>
    public async ValueTask CommitAsync(IReadOnlyList<LedgerOperation> operations, CancellationToken cancellationToken)
    {
        await HoldLockAsync(cancellationToken).ConfigureAwait(false);
        var batch = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var transaction = await _writer!.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var book = await batch.ReadAsync(operations, cancellationToken).ConfigureAwait(false);
            foreach (var operation in operations) operation.Decide(book);
            if (!book.IsUnchanged) await batch.WriteAsync(book, _store.MustFlush(operations.Any(operation => operation.Durable)), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public bool MustFlush(LedgerOperation operation) => false;

    /// <inheritdoc/>
    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeftBehind>> LeftBehindAsync(CancellationToken cancellationToken)
    {
        await HoldLockAsync(cancellationToken).ConfigureAwait(false);
        var connection = await _store.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var found = new List<LeftBehind>();
            var owners = await connection.Command("SELECT DISTINCT owner FROM reservations WHERE ended_at = 0 AND owner <> @owner", ("owner", Owner))
                .ListAsync(row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
            foreach (var owner in owners)
            {
                if (await IsGoneAsync(connection, owner, cancellationToken).ConfigureAwait(false)) found.AddRange(await OfAsync(connection, owner, cancellationToken).ConfigureAwait(false));
            }

            return found;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeftBehind>> MineAsync(CancellationToken cancellationToken)
    {
        var connection = await _store.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false)) return await OfAsync(connection, Owner, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync().ConfigureAwait(false);
        if (_lock is not null) await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static async ValueTask<bool> IsGoneAsync(NpgsqlConnection connection, long owner, CancellationToken cancellationToken)
    {
        var locked = await connection.Command("SELECT pg_try_advisory_lock(@kind, @owner)", ("kind", LockClass), ("owner", (int)owner))
            .ListAsync(row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        if (!locked[0]) return false;
        await connection.Command("SELECT pg_advisory_unlock(@kind, @owner)", ("kind", LockClass), ("owner", (int)owner)).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static ValueTask<List<LeftBehind>> OfAsync(NpgsqlConnection connection, long owner, CancellationToken cancellationToken) =>
        connection.Command($"SELECT {LeftBehind.Columns} FROM reservations WHERE ended_at = 0 AND owner = @owner", ("owner", owner)).ListAsync(LeftBehind.Read, cancellationToken);

    private async ValueTask<PostgresLedgerBatch> OpenAsync(CancellationToken cancellationToken)
    {
        if (_batch is not null && _writer is { State: System.Data.ConnectionState.Open }) return _batch;
        if (_writer is not null) await _writer.DisposeAsync().ConfigureAwait(false);
        _batch = null;
        _writer = await _store.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return _batch = new PostgresLedgerBatch(_writer);
    }

    // Before the first reservation and again after a lost connection; until then others may take us for gone, which late settlement mends.
    private async ValueTask HoldLockAsync(CancellationToken cancellationToken)
    {
        if (_lock is { State: System.Data.ConnectionState.Open }) return;
        await _owning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_lock is { State: System.Data.ConnectionState.Open }) return;
            if (_lock is not null) await _lock.DisposeAsync().ConfigureAwait(false);
            var password = _store.Options.ConnectionString().Password; // the pool's string no longer has it
            _lock = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_store.Source.ConnectionString) { Pooling = false, Password = password }.ToString());
            await _lock.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _lock.Command("SELECT pg_advisory_lock(@kind, @owner)", ("kind", LockClass), ("owner", (int)Owner)).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _owning.Release();
        }
    }
}
