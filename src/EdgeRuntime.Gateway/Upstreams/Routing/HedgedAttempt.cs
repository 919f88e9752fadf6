namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>One of two attempts that run at the same time. The token of the winner is kept, since its answer goes on under it; it ends
/// with the caller's.</summary>
internal sealed class HedgedAttempt<T>
{
    private readonly CancellationTokenSource _cancel;

    /// <summary>Begins an attempt at a route whose place is taken.</summary>
    public HedgedAttempt(
        UpstreamQuestion question, UpstreamRoute route, Func<UpstreamRoute, CancellationToken, ValueTask<Outcome<T>>> ask,
        CancellationToken cancellationToken)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Answer = route.AskAsync(question, ask, _cancel.Token).AsTask();
    }

    /// <summary>What it gives.</summary>
    public Task<Outcome<T>> Answer { get; }

    /// <summary>Stops it and throws away what it gives all the same.</summary>
    public async Task DiscardAsync()
    {
        await _cancel.CancelAsync();
        try
        {
            if ((await Answer).Value is IAsyncDisposable late)
            {
                await late.DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            return; // as it should
        }
        finally
        {
            _cancel.Dispose();
        }
    }
}
