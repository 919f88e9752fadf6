namespace EdgeRuntime.Inference.Providers;

/// <summary>The operators of one model that one execution provider runs.</summary>
/// <param name="Provider">Name of the provider, such as <c>CPUExecutionProvider</c>.</param>
/// <param name="Nodes">How many operators it runs.</param>
/// <param name="Operators">The same by operator type, most frequent first.</param>
public sealed record ProviderShare(string Provider, int Nodes, IReadOnlyList<KeyValuePair<string, int>> Operators);
