using System.Numerics;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Size of a compiled context.</summary>
/// <param name="Intents">Intents that can be reached.</param>
/// <param name="Nodes">Nodes of the graph.</param>
/// <param name="Arcs">Arcs of the graph.</param>
/// <param name="Words">Distinct words.</param>
/// <param name="Sentences">Ways through the graph, a wildcard counted as one word.</param>
public sealed record ContextStatistics(int Intents, int Nodes, int Arcs, int Words, BigInteger Sentences)
{
    /// <summary>Goes over all arcs; sentences are counted, not listed.</summary>
    public static ContextStatistics Count(WordGraph graph)
    {
        var intents = graph.Actions.Where(action => action.Kind == GraphActionKind.IntentEnd)
            .Select(action => action.Name).Distinct().Count();
        return new ContextStatistics(intents, graph.NodeCount, graph.ArcCount, graph.Words.Count, WaysThrough(graph));
    }

    private static BigInteger WaysThrough(WordGraph graph)
    {
        var ways = new BigInteger[graph.NodeCount];
        ways[graph.End] = BigInteger.One;
        for (var node = graph.NodeCount - 1; node >= 0; node--)
        {
            foreach (var arc in graph.ArcsFrom(node))
            {
                ways[node] += ways[arc.To];
            }
        }

        return ways[graph.Start];
    }
}
