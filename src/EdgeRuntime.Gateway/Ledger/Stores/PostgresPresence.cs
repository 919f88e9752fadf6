using EdgeRuntime.Gateway.Store;
using Npgsql;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>Shows the other gateways of a store that this one lives, and keeps its name: two advisory locks, held by a connection of their
/// own. That one is watched, so that what was lost with it (a restart of the server, a session that was ended by hand) is taken again at
/// once and not when somebody needs it next. Safe for several threads.</summary>
internal sealed class PostgresPresence(PostgresStore store, long owner, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // First half of the owners' locks, so that they meet no others: "owne" in ASCII.
    private const int OwnerClass = 0x6f776e65;

    // The same for names of replicas: "name" in ASCII.
    private const int NameClass = 0x6e616d65;

    // Advisory locks are the whole database's, and a store is one schema of it: the name is taken in that one.
    private const string NameNumber = "('x' || left(md5(current_schema() || '/' || @name), 8))::bit(32)::int";

    private const string Held = """
        locktype = 'advisory' AND objsubid = 2 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private const string SelectLiving = $"SELECT objid::bigint FROM pg_locks WHERE {Held} AND classid = @kind::int::oid";

    // Who has the name and this run's own lock besides is what is left of a connection of this run.
    private const string EndLeftovers = $"""
        SELECT pg_terminate_backend(pid) FROM (
            SELECT pid FROM pg_locks WHERE {Held} AND classid = @nameKind::int::oid AND objid = ({NameNumber})::oid
            INTERSECT SELECT pid FROM pg_locks WHERE {Held} AND classid = @kind::int::oid AND objid = @owner::int::oid) AS leftover
        """;

    // A vanished machine is gone for the server after 10 + 3 · 5 s, and its locks with it.
    private const string LockLimits = """
        SELECT set_config('lock_timeout', @wait, true), set_config('idle_in_transaction_session_timeout', '0', true),
            set_config('tcp_keepalives_idle', '10', true), set_config('tcp_keepalives_interval', '5', true), set_config('tcp_keepalives_count', '3', true)
        """;

    // Until the next command a SELECT keeps the snapshot that it saw, and while a snapshot is kept the server cleans up nothing that came
    // after it. This one needs none.
    private const string LetGoOfSnapshot = "SET LOCAL idle_in_transaction_session_timeout = 0";

    // Whoever lost its own locks was probably not the only one; the others take theirs again as soon as they can.
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NameRetry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _taking = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private Task _watching = Task.CompletedTask;
    private NpgsqlConnection? _holder;
    private bool _began;
    private bool _hasName = store.Options.Replica.Length == 0;
    private volatile bool _isOusted;
    private bool _isDisposed;
    private long _retakenAt; // a timestamp; 0 before anything was lost

    /// <summary>Why no new turn may begin here: another gateway has the name. Null when one may.</summary>
    public Failure? Refusal => _isOusted ? LedgerFailures.NameTaken : null;

    /// <summary>False while the own locks are lost, and for a while after: what locks say of others is not to be believed then.</summary>
    public bool MayJudge => Volatile.Read(ref _holder) is not null
        && Interlocked.Read(ref _retakenAt) is var at && (at == 0 || time.GetElapsedTime(at) > Recovery);

    /// <summary>Takes the locks where they are not held. Throws <see cref="StoreClosedException"/> at the first time when
    /// another gateway has the name.</summary>
    public async ValueTask HoldAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _holder) is not null) return;
        await _taking.WaitAsync(cancellationToken);
        try
        {
            if (_holder is null) await TakeAsync(cancellationToken);
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <summary>Owners, of any store in this database, that show that they live.</summary>
    public static async ValueTask<HashSet<long>> LivingAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. await connection.Command(SelectLiving, ("kind", OwnerClass)).ListAsync(row => row.GetInt64(0), cancellationToken)
            ];

    /// <summary>Lets go of the locks; more than once is as good as once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it ends by being cancelled
        if (_holder is not null) await _holder.DisposeAsync();
        _over.Dispose();
        _taking.Dispose();
    }

    private async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var secrets = store.Options.ConnectionString(); // the pool's string no longer has them
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.Source.ConnectionString)
        {
            Pooling = false,
            Password = secrets.Password,
            SslPassword = secrets.SslPassword,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await TakeLocksAsync(connection, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync(); // it holds nothing, so it must not pass for the lock
            throw;
        }

        if (_began) Interlocked.Exchange(ref _retakenAt, time.GetTimestamp());
        Volatile.Write(ref _holder, connection);
        if (_began) return;
        _began = true;
        _watching = WatchAsync(_over.Token);
    }

    // The locks belong to a transaction that never ends, not to a session: behind a pool in transaction mode a session is anybody's.
    // Shared, so that what is left of our own lost connection does not stand in the way.
    private async ValueTask TakeLocksAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.Command("BEGIN").ExecuteAsync(cancellationToken);
        await connection.Command(LockLimits, ("wait", $"{0.8 * store.Options.CommandTimeout.TotalMilliseconds:0}"))
            .ExecuteAsync(cancellationToken);
        if (!_began && !_hasName) await TakeNameAsync(connection, cancellationToken);
        await connection.Command("SELECT pg_advisory_xact_lock_shared(@kind, @owner)", ("kind", OwnerClass), ("owner", (int)owner))
            .ExecuteAsync(cancellationToken);
        if (_began) await RetakeNameAsync(connection, cancellationToken);
        await connection.Command(LetGoOfSnapshot).ExecuteAsync(cancellationToken);
    }

    // A predecessor that was just killed has a moment to be noticed.
    private async ValueTask TakeNameAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Command(
                $"SELECT pg_advisory_xact_lock(@kind, {NameNumber})", ("kind", NameClass), ("name", store.Options.Replica))
                .ExecuteAsync(cancellationToken);
            _hasName = true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreClosedException(
                $"Refusing to start as replica '{store.Options.Replica}': another gateway of that name runs on this store; "
                + $"give each one a name of its own in {StoreOptions.ReplicaKey} (--replica NAME, or EDGE_GATEWAY_Sessions__Replica).",
                taken);
        }
    }

    // A gateway that runs is not stopped for its name: its turns go on, and no new ones begin until the name is free again.
    private async ValueTask RetakeNameAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var name = store.Options.Replica;
        if (name.Length == 0) return;
        _hasName = (await connection.Command(
            $"SELECT pg_try_advisory_xact_lock(@kind, {NameNumber})", ("kind", NameClass), ("name", name))
            .ListAsync(row => row.GetBoolean(0), cancellationToken))[0];
        if (!_hasName)
        {
            var ended = await connection.Command(
                EndLeftovers, ("nameKind", NameClass), ("name", name), ("kind", OwnerClass), ("owner", (int)owner))
                .ListAsync(row => row.GetBoolean(0), cancellationToken);
            if (ended.Count > 0) return; // the next try gets it
        }

        if (_isOusted == !_hasName) return;
        _isOusted = !_hasName;
        if (_isOusted) Log.NameTaken(log, name);
        else Log.NameRetaken(log, name);
    }

    private async Task WatchAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await HoldAsync(over);
                while (true)
                {
                    await _holder!.WaitAsync(_hasName ? Timeout.InfiniteTimeSpan : NameRetry, over);
                    if (_hasName) continue;
                    await RetakeNameAsync(_holder, over);
                    await _holder.Command(LetGoOfSnapshot).ExecuteAsync(over);
                }
            }
            catch (Exception lost) when (StoreFailures.IsUnavailable(lost))
            {
                if (!await LoseAsync(lost)) await Task.Delay(Retry, time, over);
            }
        }
    }

    // False when there was nothing to lose any more: the store is away.
    private async ValueTask<bool> LoseAsync(Exception lost)
    {
        if (_holder is not { } connection) return false;
        Volatile.Write(ref _holder, null);
        Log.PresenceLost(log, StoreFailures.Why(lost));
        await connection.DisposeAsync();
        return true;
    }
}
