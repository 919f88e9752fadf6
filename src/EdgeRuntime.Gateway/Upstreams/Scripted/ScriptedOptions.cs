namespace EdgeRuntime.Gateway.Upstreams.Scripted;

/// <summary>The fixed answers for development.</summary>
public sealed record ScriptedOptions
{
    /// <value>Speed of an answer; zero for as fast as it can be taken.</value>
    public double TokensPerSecond { get; init; } = 40;
}
