namespace EdgeRuntime.Assistant.Routing;

/// <summary>One reason for a route.</summary>
/// <param name="Code">Stable machine code in kebab-case.</param>
/// <param name="Text">One sentence for a person.</param>
public sealed record RouteReason(string Code, string Text);
