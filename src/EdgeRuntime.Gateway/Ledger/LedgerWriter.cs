using System.Threading.Channels;
using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Commits operations in groups: one loop takes whatever waits, commits it in one transaction and answers. An idle ledger
/// commits at once, on its caller's thread; a busy one commits more at a time, on its own. When the store does not answer, it tries
/// again, tells callers whose patience is over, and keeps what must happen.
/// A tenant that somebody else holds waits beside the others.</summary>
internal sealed partial class LedgerWriter : IAsyncDisposable
{
    // Two commits within this are a busy ledger: 1000 operations a second.
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // Bounded; a full queue makes its callers wait, and nothing is dropped.
    private readonly Channel<LedgerOperation> _queue;
    private readonly List<LedgerOperation> _pending = [];
    private readonly CancellationTokenSource _giveUp = new();
    private readonly LedgerFlusher _flusher;
    private readonly ILedgerStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly int _mostPerTransaction;
    private readonly Task _loop;
    private TimeSpan _pause;
    private long _committedAt;

    public LedgerWriter(ILedgerStore store, LedgerOptions options, TimeProvider time, ILogger log)
    {
        _store = store;
        _time = time;
        _log = log;
        _mostPerTransaction = options.MostPerTransaction;
        _queue = Channel.CreateBounded<LedgerOperation>(new BoundedChannelOptions(options.QueueLength)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
            AllowSynchronousContinuations = true,
        });
        _flusher = new LedgerFlusher(store, options, log);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Called on the writer, before its caller is answered, with every operation that was committed.</summary>
    public Action<LedgerOperation> Committed { get; init; } = _ => { };

    /// <summary>Hands an operation over; waits for room. After that it happens or fails, whatever the token says.
    /// False when the writer is closed.</summary>
    public async ValueTask<bool> AddAsync(LedgerOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(operation, cancellationToken);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    /// <summary>Commits what waits and ends; a store that does not answer now is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _giveUp.CancelAsync();
        await _loop;
        await _flusher.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await WaitForWorkAsync())
        {
            if (_time.GetElapsedTime(_committedAt) < Busy) await Task.Yield(); // off its caller's thread, so that others can join
            Take();
            await CommitPendingAsync();
            await CommitHeldUpAsync();
            _committedAt = _time.GetTimestamp();
            if (_pending.Count > 0) await PauseAsync();
            if (_pending.Count > 0 && _giveUp.IsCancellationRequested) break;
        }

        await EndAsync();
    }

    private ValueTask<bool> WaitForWorkAsync() =>
        _pending.Count > 0 ? ValueTask.FromResult(true)
        : _heldUp.Count > 0 || _reading is not null ? WaitBesideHeldUpAsync()
        : _queue.Reader.WaitToReadAsync(CancellationToken.None);

    // Once the store does not answer, everything is taken, so that everybody's patience is watched.
    private void Take()
    {
        while ((_pause > TimeSpan.Zero || _pending.Count < _mostPerTransaction) && _queue.Reader.TryRead(out var operation)) Put(operation);
    }

    private async ValueTask CommitPendingAsync()
    {
        for (var from = 0; from < _pending.Count;)
        {
            var batch = _pending.GetRange(from, Math.Min(_mostPerTransaction, _pending.Count - from));
            var done = await TryCommitAsync(batch, mayWait: true);
            if (done.Count == 0) break;
            _pending.RemoveAll(done.Contains);
            from += batch.Count - done.Count;
        }

        if (_pending.Count == 0) _pause = TimeSpan.Zero;
    }

    /// <summary>Commits a batch; when the store refuses it for what one operation holds, each by itself.
    /// Gives what needs no further try here: what is committed, what is refused, and what now waits for its tenant.</summary>
    private async ValueTask<HashSet<LedgerOperation>> TryCommitAsync(List<LedgerOperation> batch, bool mayWait)
    {
        try
        {
            var heldUp = await _store.CommitAsync(batch, mayWait, CancellationToken.None);
            foreach (var operation in batch)
            {
                if (heldUp.Contains(operation.TenantId)) HoldUp(operation);
                else await FinishAsync(operation);
            }

            return [.. batch];
        }
        catch (Exception failure) // the border to the store: whatever it throws, money is tried again
        {
            if (!StoreFailures.IsTransient(failure))
            {
                return batch.Count > 1 ? await CommitOneByOneAsync(batch, mayWait) : Refuse(batch[0], failure);
            }

            Log.CommitFailed(_log, batch.Count, failure);
            return [];
        }
    }

    // A defect: the store will never take it, and everybody else must not wait behind it.
    private HashSet<LedgerOperation> Refuse(LedgerOperation operation, Exception failure)
    {
        Log.OperationRefused(_log, operation.TenantId, operation.TurnId, failure);
        operation.Fail(StoreFailures.Unavailable);
        return [operation];
    }

    private async ValueTask<HashSet<LedgerOperation>> CommitOneByOneAsync(List<LedgerOperation> batch, bool mayWait)
    {
        var done = new HashSet<LedgerOperation>();
        foreach (var operation in batch) done.UnionWith(await TryCommitAsync([operation], mayWait));
        return done;
    }

    private ValueTask FinishAsync(LedgerOperation operation)
    {
        Committed(operation);
        if (_store.MustFlush(operation)) return _flusher.AddAsync(operation);
        operation.Answer();
        return ValueTask.CompletedTask;
    }

    private async ValueTask PauseAsync()
    {
        TellTheImpatient(_pending);
        _pause = _pause == TimeSpan.Zero ? ShortestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _pause.Ticks * 2));
        await Task.Delay(_pause, _time, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void TellTheImpatient(List<LedgerOperation> waiting)
    {
        foreach (var operation in waiting)
        {
            if (operation.Patience == Timeout.InfiniteTimeSpan || _time.GetElapsedTime(operation.AskedAt) < operation.Patience) continue;
            operation.Fail(StoreFailures.Unavailable);
        }

        waiting.RemoveAll(operation => !operation.MustHappen && _time.GetElapsedTime(operation.AskedAt) >= operation.Patience);
    }

    private async ValueTask EndAsync()
    {
        while (_queue.Reader.TryRead(out var operation)) _pending.Add(operation);
        _pending.AddRange(_heldUp);
        _heldUp.Clear();
        await CommitPendingAsync();
        _pending.AddRange(_heldUp);
        if (_pending.Count > 0) Log.Abandoned(_log, _pending.Count);
        foreach (var operation in _pending) operation.Fail(StoreFailures.Unavailable);
    }
}
