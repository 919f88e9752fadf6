namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Draws sentences from a context, the same ones for the same seed. One thread at a time.</summary>
public sealed class ContextSampler(WordGraph graph, int seed)
{
    /// <summary>The graph it draws from.</summary>
    public WordGraph Graph { get; } = graph;

    /// <summary>The seed it began with.</summary>
    public int Seed { get; } = seed;

    /// <summary>Draws a sentence; every intent is equally likely.</summary>
    public ContextSample Next() => throw new NotSupportedException();

    /// <summary>Draws a sentence of one intent.</summary>
    public ContextSample Next(string intent) => throw new NotSupportedException();
}
