using System.Collections.Concurrent;
using System.Security.Cryptography;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>The ledger of one running gateway.
/// <para>No decision about a running turn looks at the clock on the wall: a turn of this gateway runs out by monotonic time,
/// and a turn of another one when that one is gone, or by the clock of the store.
/// The clock only says which month a turn is charged to, once, when it is reserved.</para></summary>
internal sealed class Ledger : ILedger, IAsyncDisposable
{
    // A million million tokens, milliseconds or pictures in one turn are not an amount but a defect.
    private const long MostAmount = 1_000_000_000_000;

    private readonly ConcurrentDictionary<string, RunningTurn> _running = new(StringComparer.Ordinal);
    private readonly LedgerOptions _options;
    private readonly LedgerReader _reader;
    private readonly ILedgerStore _store;
    private readonly LedgerWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private HashSet<long> _strangers = [];

    /// <summary>Starts the writer. Owns <paramref name="ledgerStore"/>.</summary>
    public Ledger(ILedgerStore ledgerStore, LedgerReader reader, LedgerOptions options, TimeProvider time, ILogger log)
    {
        (_store, _reader, _options, _time, _log) = (ledgerStore, reader, options, time, log);
        _writer = new LedgerWriter(ledgerStore, options, time, log) { Committed = Remember };
    }

    /// <inheritdoc/>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when money was set aside and billed; calendar: the month")]
    public async ValueTask<Outcome<Reservation>> ReserveAsync(
        Caller caller, ReservationRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.MostNanos);
        ArgumentOutOfRangeException.ThrowIfNegative(request.LeastNanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.LeastNanos, request.MostNanos);
        if (request.Price is { InputTokenNanos: < 0 } or { OutputTokenNanos: < 0 } or { AudioSecondNanos: < 0 } or { ImageNanos: < 0 })
        {
            return LedgerFailures.Refused;
        }

        var now = _time.GetUtcNow();
        var row = RowOf(caller, request, now);
        if (_running.ContainsKey(row.Id)) return LedgerFailures.TurnRunning; // its earlier try here has still to end
        var operation = new ReserveOperation(row, request.MostNanos, request.LeastNanos)
        {
            TenantId = caller.TenantId,
            TurnId = row.Id,
            Month = row.Month,
            Lasts = request.Lasts,
            Patience = _options.ReservePatience,
            AskedAt = _time.GetTimestamp(),
        };
        return await AskAsync(operation, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<long>> ExtendAsync(Caller caller, string reservationId, long mostNanos, long leastNanos)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leastNanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leastNanos, mostNanos);
        if (Known(caller, reservationId) is not { } known) return LedgerFailures.ReservationUnknown;
        var operation = new ExtendOperation(known.Row.Attempt, mostNanos, leastNanos)
        {
            TenantId = caller.TenantId,
            TurnId = reservationId,
            Month = known.Row.Month,
            Patience = _options.ReservePatience,
            AskedAt = _time.GetTimestamp(),
        };
        return await AskAsync(operation, CancellationToken.None);
    }

    /// <inheritdoc/>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when money was set aside and billed; calendar: the month")]
    public async ValueTask<Outcome<Bill>> SettleAsync(
        Caller caller, string reservationId, Amounts usage, string reason, bool estimated = false)
    {
        if (!IsAmount(usage.InputTokens, usage.OutputTokens, usage.AudioInputMs, usage.AudioOutputMs, usage.Images))
        {
            return LedgerFailures.Refused;
        }

        var known = Known(caller, reservationId);
        var operation = new SettleOperation(known?.Row, usage, estimated, reason, _time.GetUtcNow().ToUnixTimeMilliseconds())
        {
            TenantId = caller.TenantId,
            TurnId = reservationId,
            Month = known?.Row.Month ?? Month.Number(_time.GetUtcNow()),
            Patience = _options.SettlePatience,
            AskedAt = _time.GetTimestamp(),
        };
        return await AskAsync(operation, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask<Failure?> ReleaseAsync(Caller caller, string reservationId)
    {
        if (Known(caller, reservationId) is not { } known) return null;
        var operation = new ReleaseOperation(known.Row.Attempt)
        {
            TenantId = caller.TenantId,
            TurnId = reservationId,
            Month = known.Row.Month,
            Patience = _options.SettlePatience,
            AskedAt = _time.GetTimestamp(),
        };
        return (await AskAsync(operation, CancellationToken.None)).Failure;
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<UsageTotals>> UsageAsync(
        Caller caller, DateOnly month, string? deviceId, CancellationToken cancellationToken) =>
        _reader.UsageAsync(caller.TenantId, Month.Number(month), deviceId, cancellationToken);

    /// <summary>Frees the money of turns that nobody will end any more; gives how many. One caller at a time.</summary>
    /// <param name="cancellationToken">Ends the wait; what was begun is freed all the same.</param>
    /// <param name="mayWait">True to wait until it is sure which other gateways are gone; false to leave that to the next time.</param>
    public async ValueTask<int> SweepAsync(CancellationToken cancellationToken, bool mayWait = true)
    {
        var left = await _store.FindAbandonedAsync(_options.Grace, mayWait, cancellationToken);
        var strangers = await StrangersAsync(cancellationToken);
        var freed = new List<Task<Outcome<bool>>>();
        foreach (var turn in left.Concat(strangers).Concat(Overdue()).ToList())
        {
            var operation = RunOut(turn);
            if (await _writer.AddAsync(operation, cancellationToken)) freed.Add(operation.Answered);
        }

        var count = (await Task.WhenAll(freed).WaitAsync(cancellationToken))
            .Count(outcome => outcome is { Failure: null, Value: true });
        if (count > 0) Log.RanOut(_log, count);
        ForgetLongOver();
        return count;
    }

    /// <summary>Commits what waits and ends. Turns that did not settle are freed by the next gateway that looks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static bool IsAmount(params ReadOnlySpan<long> amounts) => !amounts.ContainsAnyExceptInRange(0, MostAmount);

    private async ValueTask<Outcome<T>> AskAsync<T>(AskedOperation<T> operation, CancellationToken cancellationToken) =>
        await _writer.AddAsync(operation, cancellationToken)
            ? await operation.Answered
            : StoreFailures.Unavailable;

    private RunningTurn? Known(Caller caller, string turnId) =>
        _running.TryGetValue(turnId, out var known) && known.Row.TenantId == caller.TenantId ? known : null;

    private ReservationRow RowOf(Caller caller, ReservationRequest request, DateTimeOffset now) => new()
    {
        Id = TurnId.Create(caller.TenantId, request.IdempotencyKey),
        TenantId = caller.TenantId,
        KeyId = caller.KeyId,
        DeviceId = caller.DeviceId ?? "",
        SessionId = request.SessionId,
        IdempotencyKey = request.IdempotencyKey,
        Month = Month.Number(now),
        Price = request.Price,
        GrantedNanos = 0,
        ReservedAt = now.ToUnixTimeMilliseconds(),
        Owner = _store.Owner,
        Attempt = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))),
    };

    // On the writer, so a settlement that follows finds what its reservation left here.
    private void Remember(LedgerOperation operation)
    {
        if (operation is ReserveOperation { Granted: { } granted } reserved)
        {
            _running[operation.TurnId] = new RunningTurn(granted, _time.GetTimestamp(), reserved.Lasts);
        }
        else if (operation is ExtendOperation { Granted: { } more })
        {
            Enlarge(more);
        }
        else if (operation is IAttemptOperation ended && _running.TryGetValue(operation.TurnId, out var turn)
            && turn.Row.Attempt == ended.Attempt)
        {
            if (operation is RunOutOperation) _running[operation.TurnId] = turn with { HasRunOut = true };
            else _running.TryRemove(operation.TurnId, out _);
        }
    }

    private void Enlarge(ReservationRow row)
    {
        if (_running.TryGetValue(row.Id, out var turn) && turn.Row.Attempt == row.Attempt) _running[row.Id] = turn with { Row = row };
    }

    // Reservations of this gateway that it does not know: the store committed them and its answer was lost.
    // One that is found twice is not just on its way from the writer.
    private async ValueTask<List<AbandonedTurn>> StrangersAsync(CancellationToken cancellationToken)
    {
        var mine = await _store.MineAsync(cancellationToken);
        var unknown = mine.Where(turn => !_running.TryGetValue(turn.TurnId, out var known) || known.Row.Attempt != turn.Attempt).ToList();
        var again = unknown.FindAll(turn => _strangers.Contains(turn.Attempt));
        _strangers = [.. unknown.Select(turn => turn.Attempt)];
        return again;
    }

    // A turn always ends, however late; one that a defect keeps must not be kept for ever.
    private void ForgetLongOver()
    {
        foreach (var (id, turn) in _running)
        {
            if (turn.HasRunOut && _time.GetElapsedTime(turn.MadeAt) > turn.Lasts + _options.Grace + _options.LateSettlement)
            {
                _running.TryRemove(KeyValuePair.Create(id, turn));
            }
        }
    }

    private IEnumerable<AbandonedTurn> Overdue() =>
        from turn in _running.Values
        where !turn.HasRunOut && _time.GetElapsedTime(turn.MadeAt) > turn.Lasts + _options.Grace
        select new AbandonedTurn(turn.Row.TenantId, turn.Row.Id, turn.Row.Month, turn.Row.Attempt);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when money was set aside and billed; calendar: the month")]
    private RunOutOperation RunOut(AbandonedTurn turn) => new(turn.Attempt, _time.GetUtcNow().ToUnixTimeMilliseconds())
    {
        TenantId = turn.TenantId,
        TurnId = turn.TurnId,
        Month = turn.Month,
    };
}
