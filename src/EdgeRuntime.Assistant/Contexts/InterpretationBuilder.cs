namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Turns a path through a <see cref="WordGraph"/> into its meaning; used for speech and for text alike.</summary>
public sealed class InterpretationBuilder(WordGraph graph)
{
    /// <summary>The graph whose paths it reads.</summary>
    public WordGraph Graph { get; } = graph;

    /// <summary>Reads a path from the start to the end of the graph; epsilon steps may be left out.</summary>
    /// <param name="path">Words and actions in the order in which they were met.</param>
    /// <exception cref="InvalidOperationException">The path does not come from the graph.</exception>
    public Interpretation Build(ReadOnlySpan<PathStep> path) => throw new NotSupportedException();
}
