namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>A tool that the model wants to run.</summary>
/// <param name="Id">Unique in the turn.</param>
/// <param name="Name">Tool that it asks for.</param>
/// <param name="ArgumentsJson">JSON object.</param>
public sealed record ChatToolCall(string Id, string Name, string ArgumentsJson);
