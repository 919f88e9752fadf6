using EdgeRuntime.Gateway.Upstreams.Routing;
using EdgeRuntime.Gateway.Upstreams.Scripted;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Servers behind the gateway, what they are asked for, and how long anybody waits for them. Section
/// <c>Gateway:Upstreams</c>.</summary>
public sealed partial record UpstreamsOptions
{
    /// <summary>Where they stand in the configuration.</summary>
    public const string Section = "Gateway:Upstreams";

    /// <summary>Name of the server, and of the model, that gives fixed answers for development.</summary>
    public const string ScriptedName = "scripted";

    /// <value>Servers; <c>scripted</c> is always there and needs no entry.</value>
    public IList<UpstreamServerOptions> Servers { get; init; } = [];

    /// <value>Models by the names of the price list; with none, one model <c>scripted</c>.</value>
    public IList<UpstreamModelOptions> Models { get; init; } = [];

    /// <value>Longest time until a connection stands.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Longest time from the question to the first token, and between two signs of life (thinking, comments) before it.</value>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>Longest time between two complete events of an answer; single bytes do not count.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <value>Longest time a question waits for a place at a server when no server of its model has one for its tenant; zero for
    /// none.</value>
    public TimeSpan PlaceWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Further attempts after the first, only while no token has arrived.</value>
    public int Retries { get; init; } = 2;

    /// <value>Wait before the first attempt at a server that was asked already; doubles each time. Another server is asked at once.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <value>Time between two looks at every server; zero for none. A server that does not answer is asked last.</value>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Longest event of an answer in bytes; longer is a broken answer.</value>
    public int LongestLineBytes { get; init; } = 256 * 1024;

    /// <value>When a server is left alone for a while.</value>
    public BreakerOptions Breaker { get; init; } = new();

    /// <value>When a second server is asked beside a slow first one.</value>
    public HedgeOptions Hedge { get; init; } = new();

    /// <value>The fixed answers.</value>
    public ScriptedOptions Scripted { get; init; } = new();
}
