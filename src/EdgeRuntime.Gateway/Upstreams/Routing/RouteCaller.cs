using EdgeRuntime.Contracts.V1;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Asks the routes of a model in turn until one gives a value, and the whole round again after a pause. A refusal of the question
/// ends it at once.</summary>
internal sealed partial class RouteCaller
{
    private readonly TimeProvider _time;
    private readonly ILogger<RouteCaller> _log;
    private readonly TimeSpan _placeWait;
    private readonly HedgeOptions _hedge;
    private readonly HedgeBudget _budget;
    private readonly ResiliencePipeline<Failure?> _retry;

    public RouteCaller(IOptions<UpstreamsOptions> options, TimeProvider time, ILogger<RouteCaller> log)
    {
        _time = time;
        _log = log;
        _hedge = options.Value.Hedge;
        _placeWait = options.Value.PlaceWait;
        _budget = new HedgeBudget(_hedge.MostShare);
        _retry = Retry(options.Value, time);
    }

    /// <summary>Asks until there is a value or nothing is left to try.</summary>
    /// <param name="routes">Tried in their order.</param>
    /// <param name="request">The question; its deadline ends the attempts.</param>
    /// <param name="ask">One attempt; a value takes over the place at the server.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public async ValueTask<Outcome<T>> CallAsync<T>(
        RouteSet routes, ChatRequest request, Func<UpstreamRoute, CancellationToken, ValueTask<Outcome<T>>> ask,
        CancellationToken cancellationToken)
    {
        var call = new Call<T>(this, routes, request, ask);
        var failure = await _retry.ExecuteAsync(static (call, token) => call.RoundAsync(token), call, cancellationToken);
        return failure is null ? call.Value! : failure;
    }

    private static ResiliencePipeline<Failure?> Retry(UpstreamsOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<Failure?> { TimeProvider = time };
        return options.Retries == 0 ? builder.Build() : builder.AddRetry(new RetryStrategyOptions<Failure?>
        {
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is { Retryable: true }),
        }).Build();
    }

    /// <summary>One question on its way through the routes.</summary>
    private sealed class Call<T>(
        RouteCaller caller, RouteSet routes, ChatRequest request, Func<UpstreamRoute, CancellationToken, ValueTask<Outcome<T>>> ask)
    {
        private readonly UpstreamQuestion _question = new(request.Caller.TenantId);
        private bool _hasWaited; // for a place: once, whatever the rounds

        public T? Value { get; private set; }

        /// <summary>Asks each route once; null when one gave a value.</summary>
        public async ValueTask<Failure?> RoundAsync(CancellationToken cancellationToken)
        {
            var tried = new List<UpstreamRoute>(2);
            Failure? last = null;
            while (last is not { Code: UpstreamFailures.RefusedCode } && await PlaceAsync(tried, cancellationToken) is { } route)
            {
                if (request.Deadline.IsOver)
                {
                    route.Leave(_question.TenantId);
                    return UpstreamFailures.Timeout(
                        route.Upstream.Name, "was not asked again because time is over") with
                    { Retryable = false };
                }

                tried.Add(route);
                var answer = await caller.AskAsync<T>(_question, route, routes, tried, request, GuardedAsync, cancellationToken);
                if (answer.TryGet(out var value, out last))
                {
                    Value = value;
                    return null;
                }

                Log.AttemptFailed(caller._log, route.Upstream.Name, request.Model, last.Code);
            }

            return last ?? routes.WhyNone(request);
        }

        // Where one server has failed, the next round finds it again; only where none has a place at all is one waited for.
        private async ValueTask<UpstreamRoute?> PlaceAsync(List<UpstreamRoute> tried, CancellationToken cancellationToken)
        {
            if (routes.Take(_question.TenantId, request.PrivateOnly, tried) is { } route) return route;
            if (tried.Count > 0 || _hasWaited) return null;
            _hasWaited = true;
            var most = request.Deadline.Left < caller._placeWait ? request.Deadline.Left : caller._placeWait;
            return await routes.WaitAsync(_question.TenantId, request.PrivateOnly, most, caller._time, cancellationToken);
        }

        // The border to a server: what cannot even be asked, for whatever reason, is a failure of that server, and the next one is asked.
        private async ValueTask<Outcome<T>> GuardedAsync(UpstreamRoute route, CancellationToken cancellationToken)
        {
            try
            {
                return await ask(route, cancellationToken);
            }
            catch (Exception defect) when (!cancellationToken.IsCancellationRequested)
            {
                Log.AskingBroke(caller._log, defect, route.Upstream.Name, request.Model);
                return UpstreamFailures.Unavailable(route.Upstream.Name, "could not be asked");
            }
        }
    }
}
