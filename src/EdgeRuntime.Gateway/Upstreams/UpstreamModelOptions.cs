namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Where one model of the price list is found.</summary>
public sealed record UpstreamModelOptions
{
    /// <value>Name that callers use.</value>
    public string Name { get; init; } = "";

    /// <value>Servers that answer.</value>
    public IList<RouteOptions> Chat { get; init; } = [];

    /// <value>Servers that write down what was said; with none, spoken input is refused.</value>
    public IList<RouteOptions> Transcribe { get; init; } = [];

    /// <value>Servers that speak answers; with none, spoken answers are refused.</value>
    public IList<RouteOptions> Speak { get; init; } = [];
}
