using System.Threading.Channels;
using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Answers committed operations once they are on disk: one flush for all that wait, beside the writer,
/// so that no reservation waits for the settlement of another turn. A flush that fails is told as <c>store-unavailable</c>;
/// asking again gives the bill.</summary>
internal sealed class LedgerFlusher : IAsyncDisposable
{
    // Bounded like the writer's queue; when it is full the writer waits, nothing is dropped.
    private readonly Channel<LedgerOperation> _committed;
    private readonly ILedgerStore _store;
    private readonly ILogger _log;
    private readonly Task _loop;

    public LedgerFlusher(ILedgerStore store, LedgerOptions options, ILogger log)
    {
        (_store, _log) = (store, log);
        _committed = Channel.CreateBounded<LedgerOperation>(
            new BoundedChannelOptions(options.QueueLength) { SingleReader = true, SingleWriter = true });
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Takes a committed operation.</summary>
    public ValueTask AddAsync(LedgerOperation operation) => _committed.Writer.WriteAsync(operation);

    /// <summary>Answers what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _committed.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var waiting = new List<LedgerOperation>();
        while (await _committed.Reader.WaitToReadAsync())
        {
            waiting.Clear();
            while (_committed.Reader.TryRead(out var operation)) waiting.Add(operation);
            await AnswerAsync(waiting);
        }
    }

    private async ValueTask AnswerAsync(List<LedgerOperation> waiting)
    {
        try
        {
            await _store.FlushAsync();
            foreach (var operation in waiting) operation.Answer();
        }
        catch (Exception failure) when (StoreFailures.IsUnavailable(failure))
        {
            Log.FlushFailed(_log, waiting.Count, failure);
            foreach (var operation in waiting) operation.Fail(StoreFailures.Unavailable);
        }
    }
}
