namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>When a server that keeps failing is left alone.</summary>
public sealed record BreakerOptions
{
    /// <value>Share of failed attempts that opens the breaker, 0 to 1.</value>
    public double FailureRatio { get; init; } = 0.5;

    /// <value>Attempts in the window before the share means anything.</value>
    public int MinimumAttempts { get; init; } = 8;

    /// <value>Window.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>How long the server is left alone before one attempt tries it again.</value>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);
}
