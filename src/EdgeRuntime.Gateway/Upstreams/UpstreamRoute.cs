using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One way to ask for a model: a server, how it is asked, and a circuit breaker. Safe for several threads.</summary>
internal sealed class UpstreamRoute
{
    private readonly UpstreamLoad _load;
    private readonly RouteBreaker _breaker;

    public UpstreamRoute(UpstreamLoad load, RouteOptions options, BreakerOptions breaker, TimeProvider time)
    {
        _load = load;
        Options = options;
        _breaker = new RouteBreaker(breaker, time);
    }

    /// <summary>How it is asked.</summary>
    public RouteOptions Options { get; }

    /// <summary>The server behind it, which other routes may share.</summary>
    public IUpstream Upstream => _load.Upstream;

    /// <summary>Whether the server is well.</summary>
    public bool Healthy => _load.Healthy;

    /// <summary>For the smooth weighted rotation of <see cref="RouteSet"/>; its lock protects it.</summary>
    public int Credit { get; set; }

    /// <inheritdoc cref="UpstreamLoad.TryEnter"/>
    public bool TryEnter(string tenantId) => _load.TryEnter(tenantId);

    /// <inheritdoc cref="UpstreamLoad.EnterAsync"/>
    public ValueTask<bool> EnterAsync(string tenantId, TimeSpan most, TimeProvider time, CancellationToken cancellationToken) =>
        _load.EnterAsync(tenantId, most, time, cancellationToken);

    /// <inheritdoc cref="UpstreamLoad.Leave"/>
    public void Leave(string tenantId) => _load.Leave(tenantId);

    /// <summary>Asks under the circuit breaker, with a place already taken. The place is given back on failure; with a value it belongs to
    /// the value.</summary>
    public async ValueTask<Outcome<T>> AskAsync<T>(
        UpstreamQuestion question, Func<UpstreamRoute, CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken)
    {
        if (!_breaker.TryPass(question.TenantId))
        {
            Leave(question.TenantId);
            return UpstreamFailures.Unavailable(Upstream.Name, "is left alone for a while after failures");
        }

        var ended = false;
        var answered = false;
        try
        {
            var answer = await ask(this, cancellationToken);
            ended = true;
            answered = answer.Failure is null;
            if (question.CountsAt(this, answered)) _breaker.Report(question.TenantId, answer.Failure);
            else _breaker.Abandon(question.TenantId);
            return answer;
        }
        finally
        {
            if (!ended) _breaker.Abandon(question.TenantId);
            if (!answered) Leave(question.TenantId);
        }
    }

    /// <summary>Lets the circuit breaker know of an answer that broke in its middle.</summary>
    public void Report(string tenantId, Failure failure) => _breaker.Report(tenantId, failure);
}
