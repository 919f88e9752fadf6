using System.Numerics;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Size of a compiled context.</summary>
/// <param name="Intents">Intents that can be reached.</param>
/// <param name="Nodes">Nodes of the graph.</param>
/// <param name="Arcs">Arcs of the graph.</param>
/// <param name="Words">Distinct words.</param>
/// <param name="Sentences">Ways through the graph, a wildcard counted as one word.</param>
public sealed record ContextStatistics(int Intents, int Nodes, int Arcs, int Words, BigInteger Sentences)
{
    /// <summary>Measures a graph.</summary>
    public static ContextStatistics Of(WordGraph graph) => throw new NotSupportedException();
}
