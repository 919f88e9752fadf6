namespace EdgeRuntime.Assistant.Contexts;

/// <summary>A sentence that a context understands, and what it means.</summary>
/// <param name="Text">The sentence in words.</param>
/// <param name="Meaning">What it means, as if typed.</param>
public sealed record ContextSample(string Text, Interpretation Meaning);
