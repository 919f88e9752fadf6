using EdgeRuntime.Gateway.Secrecy;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One OpenAI-compatible server.</summary>
public sealed record UpstreamServerOptions
{
    /// <value>Name in routes, logs and metrics.</value>
    public string Name { get; init; } = "";

    /// <value>Absolute http or https address up to and with the version, such as <c>http://127.0.0.1:8000/v1</c>. A query, as in
    /// <c>https://name.openai.azure.com/openai/deployments/mini?api-version=2024-10-21</c>, goes along with every question.</value>
    public string Address { get; init; } = "";

    /// <value>Bearer key; best given by the environment. Never logged. Null for none.</value>
    [Secret]
    public string? ApiKey { get; init; }

    /// <value>Header that carries the bare key in place of <c>Authorization: Bearer</c>, such as Azure's <c>api-key</c>; empty for
    /// none.</value>
    public string ApiKeyHeader { get; init; } = "";

    /// <value>Whether questions of the privacy class sensitive may be sent here.</value>
    public bool Private { get; init; }

    /// <value>Most questions running here at the same time, from this gateway; of one tenant at most seven times as many as there are
    /// places left free, and never the last one beside another, so with the default 224.</value>
    public int MaxConcurrent { get; init; } = 256;

    /// <value>Speaks HTTP/2 also without TLS. With TLS it is negotiated.</value>
    public bool Http2 { get; init; }

    /// <value>Whether the proxy of the environment is used.</value>
    public bool UseProxy { get; init; }
}
