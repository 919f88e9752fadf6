namespace EdgeRuntime.Gateway.Upstreams.Routing;

internal sealed partial class RouteCaller : IAsyncDisposable, IDisposable
{
    private readonly List<Task> _losers = []; // cancelled, but not all of them over; a lock on it protects it

    /// <summary>Waits for what was cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] losers;
        lock (_losers)
        {
            losers = [.. _losers];
        }

        await Task.WhenAll(losers);
    }

    /// <summary>For a container that is not disposed asynchronously: what was cancelled ends by itself.</summary>
    public void Dispose()
    {
        lock (_losers)
        {
            _losers.Clear();
        }
    }

    private ValueTask<Outcome<T>> AskAsync<T>(
        UpstreamQuestion question, UpstreamRoute route, RouteSet routes, List<UpstreamRoute> tried, ChatRequest request,
        Func<UpstreamRoute, CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken)
    {
        if (_hedge.Delay == TimeSpan.Zero || !routes.HasSeveral)
        {
            return route.AskAsync(question, ask, cancellationToken);
        }

        _budget.Asked();
        return HedgeAsync(
            new HedgedAttempt<T>(question, route, ask, cancellationToken),
            () => Second(question, routes, tried, request, ask, cancellationToken), cancellationToken);
    }

    private HedgedAttempt<T>? Second<T>(
        UpstreamQuestion question, RouteSet routes, List<UpstreamRoute> tried, ChatRequest request,
        Func<UpstreamRoute, CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken)
    {
        if (!_budget.TryDouble() || routes.Take(question.TenantId, request.PrivateOnly, tried) is not { } route)
        {
            return null;
        }

        tried.Add(route);
        Log.Hedged(_log, route.Upstream.Name, request.Model);
        return new HedgedAttempt<T>(question, route, ask, cancellationToken);
    }

    /// <summary>Gives the first value of two attempts, or the last failure.</summary>
    private async ValueTask<Outcome<T>> HedgeAsync<T>(
        HedgedAttempt<T> first, Func<HedgedAttempt<T>?> askSecond, CancellationToken cancellationToken)
    {
        if (await EndsWithinDelayAsync(first.Answer, cancellationToken) || askSecond() is not { } second)
        {
            return await first.Answer;
        }

        var winner = await Task.WhenAny(first.Answer, second.Answer) == first.Answer ? first : second;
        var other = winner == first ? second : first;
        if (!winner.Answer.IsCompletedSuccessfully || (await winner.Answer).Failure is not null)
        {
            return await other.Answer;
        }

        lock (_losers)
        {
            _losers.RemoveAll(static loser => loser.IsCompleted);
            _losers.Add(other.DiscardAsync());
        }

        return await winner.Answer;
    }

    // A silent first server must not be waited for by a timer that outlives its answer.
    private async Task<bool> EndsWithinDelayAsync(Task answer, CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = await Task.WhenAny(answer, Task.Delay(_hedge.Delay, _time, wait.Token)) == answer;
        await wait.CancelAsync();
        return ended || cancellationToken.IsCancellationRequested;
    }
}
