using System.Security.Cryptography;
using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Store;
using Npgsql;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>The ledger in PostgreSQL. A batch locks the rows of its tenants in order, so several gateways are exact together;
/// one that somebody holds for long is left out. Whether the others live is seen by their <see cref="PostgresPresence"/>; when that is
/// wrong, <see cref="ReservationRow.Attempt"/> keeps a turn that was taken over from whoever had it before.</summary>
internal sealed class PostgresLedgerStore : ILedgerStore
{
    // Whoever lives and lost its lock takes it again within a fraction of this.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // A batch of a gateway that is well takes single milliseconds; whoever holds a tenant for longer than this is left out of the batch.
    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BriefLockWait = TimeSpan.FromMilliseconds(10); // for what somebody is known to hold
    private static readonly string Limits = PostgresStore.Limits(LockWait, flush: false, byKey: true);
    private static readonly string FlushedLimits = PostgresStore.Limits(LockWait, flush: true, byKey: true);
    private static readonly string BriefLimits = PostgresStore.Limits(BriefLockWait, flush: false, byKey: true);
    private static readonly string FlushedBriefLimits = PostgresStore.Limits(BriefLockWait, flush: true, byKey: true);

    private readonly PostgresStore _store;
    private readonly PostgresPresence _presence;
    private readonly TimeProvider _time;
    private NpgsqlConnection? _writer;
    private PostgresLedgerBatch? _batch;

    /// <summary>Connects at first use.</summary>
    public PostgresLedgerStore(PostgresStore store, TimeProvider time, ILogger log) =>
        (_store, _time, _presence) = (store, time, new PostgresPresence(store, Owner, time, log));

    /// <inheritdoc/>
    public long Owner { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <inheritdoc/>
    public Failure? Refusal => _presence.Refusal;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<string>> CommitAsync(
        IReadOnlyList<LedgerOperation> operations, bool mayWait, CancellationToken cancellationToken)
    {
        await _presence.HoldAsync(cancellationToken);
        try
        {
            return await CommitOnceAsync(operations, mayWait, cancellationToken);
        }
        catch (PostgresException locked) when (mayWait && StoreFailures.IsHeldUp(locked))
        {
            return await CommitAsync(operations, mayWait: false, cancellationToken);
        }
        catch (PostgresException locked) when (StoreFailures.IsHeldUp(locked))
        {
            return await CommitApartAsync(operations, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public bool MustFlush(LedgerOperation operation) => false;

    /// <inheritdoc/>
    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AbandonedTurn>> FindAbandonedAsync(
        TimeSpan grace, bool mayWait, CancellationToken cancellationToken)
    {
        await _presence.HoldAsync(cancellationToken);
        await using var connection = await _store.Source.OpenConnectionAsync(cancellationToken);
        var found = await OverdueAsync(connection, grace, cancellationToken);
        var owners = await connection.Command(
            "SELECT DISTINCT owner FROM reservations WHERE ended_at = 0 AND owner <> @owner", ("owner", Owner))
            .ListAsync(row => row.GetInt64(0), cancellationToken);
        foreach (var owner in await GoneAsync(connection, owners, mayWait, cancellationToken))
        {
            found.AddRange(await OfAsync(connection, owner, cancellationToken));
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AbandonedTurn>> MineAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _store.Source.OpenConnectionAsync(cancellationToken);
        return await OfAsync(connection, Owner, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
        await _presence.DisposeAsync();
    }

    // Whoever is not seen at any look is gone; one that has only lost its connection is soon back.
    private async ValueTask<List<long>> GoneAsync(
        NpgsqlConnection connection, List<long> owners, bool mayWait, CancellationToken cancellationToken)
    {
        for (var began = _time.GetTimestamp(); ; await Task.Delay(Look, _time, cancellationToken))
        {
            if (owners.Count == 0) return owners;
            owners.RemoveAll((await PostgresPresence.LivingAsync(connection, cancellationToken)).Contains);
            if (owners.Count == 0 || !mayWait || !_presence.MayJudge) return [];
            if (_time.GetElapsedTime(began) >= Absence) return owners;
        }
    }

    // A gateway that lives but stands still would hold them for ever.
    private ValueTask<List<AbandonedTurn>> OverdueAsync(NpgsqlConnection connection, TimeSpan grace, CancellationToken cancellationToken) =>
        connection.Command(
        $"""
        SELECT {AbandonedTurn.Columns} FROM reservations WHERE ended_at = 0 AND owner <> @owner AND expires_at > 0
        AND expires_at + @grace < {PostgresStore.Now}
        """,
        ("owner", Owner),
        ("grace", (long)grace.TotalMilliseconds)).ListAsync(AbandonedTurn.Read, cancellationToken);

    private static ValueTask<List<AbandonedTurn>> OfAsync(NpgsqlConnection connection, long owner, CancellationToken cancellationToken) =>
        connection.Command($"SELECT {AbandonedTurn.Columns} FROM reservations WHERE ended_at = 0 AND owner = @owner", ("owner", owner))
            .ListAsync(AbandonedTurn.Read, cancellationToken);

    // Who holds another row of a tenant than the first one is only met when it is written: then each tenant is committed by itself.
    private async ValueTask<IReadOnlySet<string>> CommitApartAsync(
        IReadOnlyList<LedgerOperation> operations, CancellationToken cancellationToken)
    {
        var heldUp = new HashSet<string>();
        foreach (var tenant in operations.GroupBy(operation => operation.TenantId))
        {
            try
            {
                heldUp.UnionWith(await CommitOnceAsync([.. tenant], wait: false, cancellationToken));
            }
            catch (PostgresException locked) when (StoreFailures.IsHeldUp(locked))
            {
                heldUp.Add(tenant.Key);
            }
        }

        return heldUp;
    }

    private async ValueTask<IReadOnlySet<string>> CommitOnceAsync(
        IReadOnlyList<LedgerOperation> operations, bool wait, CancellationToken cancellationToken)
    {
        var batch = await OpenAsync(cancellationToken);
        await using var transaction = await _writer!.BeginTransactionAsync(cancellationToken);
        var heldUp = new HashSet<string>();
        var limits = (wait, _store.MustFlush(operations.Any(operation => operation.Durable))) switch
        {
            (true, true) => FlushedLimits,
            (true, false) => Limits,
            (false, true) => FlushedBriefLimits,
            (false, false) => BriefLimits,
        };
        var book = await batch.ReadAsync(operations, limits, wait, heldUp, cancellationToken);
        book.Refusal = Refusal;
        foreach (var operation in operations)
        {
            if (!heldUp.Contains(operation.TenantId)) operation.Decide(book);
        }

        if (!book.IsUnchanged) await batch.WriteAsync(book, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return heldUp;
    }

    private async ValueTask<PostgresLedgerBatch> OpenAsync(CancellationToken cancellationToken)
    {
        if (_batch is not null && _writer is { State: System.Data.ConnectionState.Open }) return _batch;
        if (_writer is not null) await _writer.DisposeAsync();
        _batch = null;
        _writer = await _store.Source.OpenConnectionAsync(cancellationToken);
        return _batch = new PostgresLedgerBatch(_writer);
    }
}
