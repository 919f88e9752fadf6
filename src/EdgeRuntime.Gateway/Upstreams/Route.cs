using Polly;
using Polly.CircuitBreaker;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One way to ask for a model: a server, how it is asked, and a circuit breaker. Safe for several threads.</summary>
internal sealed class Route
{
    private readonly UpstreamLoad _load;
    private readonly ResiliencePipeline<Failure?> _breaker;

    public Route(UpstreamLoad load, RouteOptions options, BreakerOptions breaker, TimeProvider time)
    {
        _load = load;
        Options = options;
        _breaker = new ResiliencePipelineBuilder<Failure?> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Failure?>
            {
                FailureRatio = breaker.FailureRatio,
                MinimumThroughput = breaker.MinimumAttempts,
                SamplingDuration = breaker.Window,
                BreakDuration = breaker.Pause,
                ShouldHandle = static arguments => ValueTask.FromResult(IsServersFault(arguments.Outcome.Result)),
            })
            .Build();
    }

    /// <summary>How it is asked.</summary>
    public RouteOptions Options { get; }

    /// <summary>The server.</summary>
    public IUpstream Upstream => _load.Upstream;

    /// <summary>Whether the server is well.</summary>
    public bool Healthy => _load.Healthy;

    /// <summary>For the smooth weighted rotation of <see cref="RouteSet"/>; its lock protects it.</summary>
    public int Credit { get; set; }

    /// <summary>Takes a place at the server; false when all are taken. Each taken place must be left once.</summary>
    public bool TryEnter() => _load.TryEnter();

    /// <summary>Gives the place back.</summary>
    public void Leave() => _load.Leave();

    /// <summary>Asks under the circuit breaker, with a place already taken. The place is given back on failure; with a value it belongs to
    /// the value.</summary>
    public async ValueTask<Outcome<T>> AskAsync<T>(Func<Route, CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken)
    {
        var attempt = new Attempt<T>(this, ask);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        var ended = await _breaker.ExecuteOutcomeAsync(static (context, attempt) => attempt.RunAsync(context.CancellationToken), context, attempt);
        ResilienceContextPool.Shared.Return(context);
        if (ended.Exception is null && attempt.Result.Failure is null)
        {
            return attempt.Result;
        }

        Leave();
        if (ended.Exception is BrokenCircuitException)
        {
            return UpstreamFailures.Unavailable(Upstream.Name, "is left alone for a while after failures");
        }

        ended.ThrowIfException();
        return attempt.Result;
    }

    /// <summary>Lets the circuit breaker know of an answer that broke in its middle.</summary>
    public async ValueTask ReportAsync(Failure failure)
    {
        var context = ResilienceContextPool.Shared.Get();
        await _breaker.ExecuteOutcomeAsync(static (_, failure) => Polly.Outcome.FromResultAsValueTask<Failure?>(failure), context, failure);
        ResilienceContextPool.Shared.Return(context);
    }

    private static bool IsServersFault(Failure? failure) => failure is { Code: not UpstreamFailures.RefusedCode };

    private sealed class Attempt<T>(Route route, Func<Route, CancellationToken, ValueTask<Outcome<T>>> ask)
    {
        public Outcome<T> Result { get; private set; }

        public async ValueTask<Polly.Outcome<Failure?>> RunAsync(CancellationToken cancellationToken)
        {
            Result = await ask(route, cancellationToken);
            return Polly.Outcome.FromResult<Failure?>(Result.Failure);
        }
    }
}
