using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>A word graph without its epsilons: the actions between words are said with the word before them where that is certain,
/// else with the word behind.</summary>
internal sealed class WordWays(WordGraph graph, StepSequences steps)
{
    private readonly Dictionary<int, Way[]> _ways = [];

    /// <summary>Where one may stand before the next word (or at the end), with what is said on the way there.</summary>
    public readonly record struct Way(int Steps, int Node);

    /// <summary>Every way from a node over arcs without words to a node that has words, or to the end.</summary>
    public ReadOnlySpan<Way> From(int node)
    {
        if (!_ways.TryGetValue(node, out var ways))
            _ways.Add(node, ways = Find(node));
        return ways;
    }

    /// <summary>What is certainly said behind a word that leads to a node, and where that ends.</summary>
    public Way Behind(int node)
    {
        var said = StepSequences.Empty;
        while (node != graph.End && graph.ArcsFrom(node) is [{ Word: WordGraph.Epsilon } only])
        {
            said = Said(said, only);
            node = only.To;
        }

        return new Way(said, node);
    }

    private Way[] Find(int node)
    {
        var found = new List<Way>();
        var seen = new HashSet<Way> { new(StepSequences.Empty, node) };
        var open = new Stack<Way>(seen);
        while (open.TryPop(out var way))
        {
            var arcs = graph.ArcsFrom(way.Node);
            var hasWords = way.Node == graph.End;
            foreach (ref readonly var arc in arcs)
            {
                hasWords |= arc.Word != WordGraph.Epsilon;
                var next = new Way(Said(way.Steps, arc), arc.To);
                if (arc.Word == WordGraph.Epsilon && seen.Add(next))
                    open.Push(next);
            }

            if (hasWords)
                found.Add(way);
        }

        return [.. found];
    }

    private int Said(int said, in WordArc arc) =>
        arc.Word == WordGraph.Epsilon && arc.Action >= 0 ? steps.Append(said, StepCode.Action(arc.Action)) : said;
}
