using System.Security.Cryptography;
using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Store;
using Npgsql;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>The ledger in PostgreSQL. A batch locks the rows of its tenants in order, so several gateways are exact together;
/// one that somebody holds for long is left out. An advisory lock, held by a connection of its own,
/// tells the others that this gateway lives.</summary>
internal sealed class PostgresLedgerStore : ILedgerStore
{
    // First half of the advisory lock's key, so that owners meet no other locks: "owne" in ASCII.
    private const int LockClass = 0x6f776e65;

    // The same for names of replicas: "name" in ASCII.
    private const int NameClass = 0x6e616d65;

    // Advisory locks are the whole database's, and a store is one schema of it: the name is taken in that one.
    private const string LockName =
        "SELECT pg_advisory_xact_lock(@kind, ('x' || left(md5(current_schema() || '/' || @name), 8))::bit(32)::int)";

    // A vanished machine is gone for the server after 10 + 3 · 5 s, and its locks with it.
    private const string LockLimits = """
        SELECT set_config('lock_timeout', @wait, true), set_config('idle_in_transaction_session_timeout', '0', true),
            set_config('tcp_keepalives_idle', '10', true), set_config('tcp_keepalives_interval', '5', true), set_config('tcp_keepalives_count', '3', true)
        """;

    // A batch of a gateway that is well takes single milliseconds; whoever holds a tenant for longer than this is left out of the batch.
    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(100);
    private static readonly string Limits = PostgresStore.Limits(LockWait, flush: false);
    private static readonly string FlushedLimits = PostgresStore.Limits(LockWait, flush: true);

    private readonly PostgresStore _store;
    private readonly SemaphoreSlim _owning = new(1, 1);
    private NpgsqlConnection? _lock;
    private NpgsqlConnection? _writer;
    private PostgresLedgerBatch? _batch;
    private bool _hasName;

    /// <summary>Connects at first use.</summary>
    public PostgresLedgerStore(PostgresStore store) => _store = store;

    /// <inheritdoc/>
    public long Owner { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<string>> CommitAsync(
        IReadOnlyList<LedgerOperation> operations, bool mayWait, CancellationToken cancellationToken)
    {
        await HoldLockAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await CommitOnceAsync(operations, mayWait, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException locked) when (mayWait && locked.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return await CommitOnceAsync(operations, wait: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public bool MustFlush(LedgerOperation operation) => false;

    /// <inheritdoc/>
    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeftBehind>> LeftBehindAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        await HoldLockAsync(cancellationToken).ConfigureAwait(false);
        var connection = await _store.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var found = await OverdueAsync(connection, grace, cancellationToken).ConfigureAwait(false);
            var owners = await connection.Command(
                "SELECT DISTINCT owner FROM reservations WHERE ended_at = 0 AND owner <> @owner", ("owner", Owner))
                .ListAsync(row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
            foreach (var owner in owners)
            {
                if (await IsGoneAsync(connection, owner, cancellationToken).ConfigureAwait(false))
                {
                    found.AddRange(await OfAsync(connection, owner, cancellationToken).ConfigureAwait(false));
                }
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

    // Only this statement holds the lock, if it gets it.
    private static async ValueTask<bool> IsGoneAsync(NpgsqlConnection connection, long owner, CancellationToken cancellationToken) =>
        (await connection.Command("SELECT pg_try_advisory_xact_lock(@kind, @owner)", ("kind", LockClass), ("owner", (int)owner))
            .ListAsync(row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false))[0];

    // A gateway that lives but stands still would hold them for ever. One that goes on after that settles late.
    private ValueTask<List<LeftBehind>> OverdueAsync(NpgsqlConnection connection, TimeSpan grace, CancellationToken cancellationToken) =>
        connection.Command(
        $"""
        SELECT {LeftBehind.Columns} FROM reservations WHERE ended_at = 0 AND owner <> @owner AND expires_at > 0
        AND expires_at + @grace < {PostgresStore.Now}
        """,
        ("owner", Owner),
        ("grace", (long)grace.TotalMilliseconds)).ListAsync(LeftBehind.Read, cancellationToken);

    private static ValueTask<List<LeftBehind>> OfAsync(NpgsqlConnection connection, long owner, CancellationToken cancellationToken) =>
        connection.Command($"SELECT {LeftBehind.Columns} FROM reservations WHERE ended_at = 0 AND owner = @owner", ("owner", owner))
            .ListAsync(LeftBehind.Read, cancellationToken);

    private async ValueTask<IReadOnlySet<string>> CommitOnceAsync(
        IReadOnlyList<LedgerOperation> operations, bool wait, CancellationToken cancellationToken)
    {
        var batch = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var transaction = await _writer!.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var heldUp = new HashSet<string>();
            var limits = _store.MustFlush(operations.Any(operation => operation.Durable)) ? FlushedLimits : Limits;
            var book = await batch.ReadAsync(operations, limits, wait, heldUp, cancellationToken).ConfigureAwait(false);
            foreach (var operation in operations)
            {
                if (!heldUp.Contains(operation.TenantId)) operation.Decide(book);
            }

            if (!book.IsUnchanged) await batch.WriteAsync(book, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return heldUp;
        }
    }

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
            var secrets = _store.Options.ConnectionString(); // the pool's string no longer has them
            _lock = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_store.Source.ConnectionString)
            {
                Pooling = false,
                Password = secrets.Password,
                SslPassword = secrets.SslPassword,
            }.ToString());
            await _lock.OpenAsync(cancellationToken).ConfigureAwait(false);
            await TakeLocksAsync(_lock, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (_lock is not null) await _lock.DisposeAsync().ConfigureAwait(false); // it holds nothing, so it must not pass for the lock
            throw;
        }
        finally
        {
            _owning.Release();
        }
    }

    // The locks belong to a transaction that never ends, not to a session: behind a pool in transaction mode a session is anybody's.
    // It has no snapshot, so it keeps the server from cleaning up nothing. Shared,
    // so that what is left of our own lost connection does not stand in the way.
    private async ValueTask TakeLocksAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.Command("BEGIN").ExecuteAsync(cancellationToken).ConfigureAwait(false);
        await connection.Command(LockLimits, ("wait", $"{0.8 * _store.Options.CommandTimeout.TotalMilliseconds:0}"))
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);
        if (_store.Options.Replica.Length > 0 && !_hasName) await TakeNameAsync(connection, cancellationToken).ConfigureAwait(false);
        await connection.Command("SELECT pg_advisory_xact_lock_shared(@kind, @owner)", ("kind", LockClass), ("owner", (int)Owner))
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    // A predecessor that was just killed has a moment to be noticed. Only at start: a gateway that runs is not stopped for its name.
    private async ValueTask TakeNameAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Command(LockName, ("kind", NameClass), ("name", _store.Options.Replica))
                .ExecuteAsync(cancellationToken).ConfigureAwait(false);
            _hasName = true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreClosedException(
                $"Refusing to start as replica '{_store.Options.Replica}': another gateway of that name runs on this store; "
                + $"give each one a name of its own in {StoreOptions.ReplicaKey} (--replica NAME, or EDGE_GATEWAY_Sessions__Replica).",
                taken);
        }
    }
}
