namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>When a second server is asked beside a slow first one; the first token wins and the other is cancelled.</summary>
public sealed record HedgeOptions
{
    /// <value>How long the first server may be silent; zero for no hedging.</value>
    public TimeSpan Delay { get; init; }

    /// <value>Most hedged questions as a share of all, 0 to 1.</value>
    public double MostShare { get; init; } = 0.05;
}
