namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>When a server that keeps failing is left alone. A question counts once, whatever its retries;
/// what is the question's own fault does not count.</summary>
public sealed record BreakerOptions
{
    /// <value>Share that opens the breaker, 0 to 1: of questions that cannot reach the server at all, or of tenants (two at least)
    /// whose last question failed.</value>
    public double FailureRatio { get; init; } = 0.5;

    /// <value>Questions in the window before the share means anything.</value>
    public int MinimumAttempts { get; init; } = 8;

    /// <value>Time over which questions and failures are counted.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>How long the server is left alone before one question tries it again.</value>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);
}
