using EdgeRuntime.Assistant.Answering;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace EdgeRuntime.Device.Cloud;

/// <summary>What the glasses know of a gateway from their own calls, and how often they try: again after a pause,
/// and not at all for a while once it is down. Safe for several threads.</summary>
internal sealed class GatewayHealth
{
    private const double Weight = 0.3; // of the newest measurement

    private readonly Lock _lock = new();
    private readonly GatewayClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<OpenedLink> _pipeline;
    private long? _downSince;
    private double? _roundTripMs;
    private int _measured;
    private bool _isWarm;
    private double? _priceNanos;
    private long? _budgetLeftNanos;

    public GatewayHealth(GatewayClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _pipeline = new ResiliencePipelineBuilder<OpenedLink> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<OpenedLink>
            {
                ShouldHandle = args =>
                    ValueTask.FromResult(
                        args.Outcome.Result?.Failed is { CanRetry: true } failed && failed.RetryAfter <= options.LongestRetryAfter),
                MaxRetryAttempts = options.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.Backoff,
                DelayGenerator = args =>
                    ValueTask.FromResult<TimeSpan?>(
                        args.Outcome.Result?.Failed is { RetryAfter: var hint } && hint > TimeSpan.Zero ? hint : null),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<OpenedLink>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.Failed?.Failure.Code == WireFailures.Down().Failure.Code),
                FailureRatio = 0.9,
                MinimumThroughput = options.BreakerFailures,
                SamplingDuration = 3 * options.BreakerPause,
                BreakDuration = options.BreakerPause,
                OnOpened = _ => Down(time.GetTimestamp()),
                OnClosed = _ => Down(null),
            })
            .Build();
    }

    /// <summary>What is known now.</summary>
    public CloudStatus Status
    {
        get
        {
            lock (_lock)
            {
                var isDown = _downSince is { } since && _time.GetElapsedTime(since) < _options.BreakerPause;
                return new CloudStatus(isDown ? CloudLink.Down : CloudLink.Up)
                {
                    RoundTripMs = _roundTripMs,
                    PriceNanos = (long?)_priceNanos,
                    BudgetLeftNanos = _budgetLeftNanos,
                };
            }
        }
    }

    /// <summary>Opens a call, trying again where that can help.</summary>
    public async ValueTask<OpenedLink> OpenAsync(Func<CancellationToken, ValueTask<OpenedLink>> open, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(open, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return new OpenedLink(null, WireFailures.Down());
        }
    }

    /// <summary>A round trip was measured. The first one holds the handshake, so the second takes its place.</summary>
    public void Measured(TimeSpan roundTrip)
    {
        lock (_lock)
        {
            _roundTripMs = _isWarm ? Mean(_roundTripMs, roundTrip.TotalMilliseconds) : roundTrip.TotalMilliseconds;
            _isWarm = _measured++ > 0;
        }
    }

    /// <summary>A turn was billed.</summary>
    public void Billed(long costNanos)
    {
        lock (_lock)
        {
            _priceNanos = Mean(_priceNanos, costNanos);
            _budgetLeftNanos -= costNanos;
        }
    }

    /// <summary>The gateway said what may still be spent; null for no limit.</summary>
    public void Budget(long? leftNanos)
    {
        lock (_lock)
        {
            _budgetLeftNanos = leftNanos is { } left ? Math.Clamp(left, 0, 1L << 53) : null;
        }
    }

    private static double Mean(double? before, double now) => before is { } mean ? mean + (Weight * (now - mean)) : now;

    private ValueTask Down(long? since)
    {
        lock (_lock)
        {
            _downSince = since;
        }

        return default;
    }
}
