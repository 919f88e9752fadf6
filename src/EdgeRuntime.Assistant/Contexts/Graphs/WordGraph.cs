namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>Everything that can be said in a context, as an acyclic graph of words with marks for slots and intents.
/// Arcs lead to nodes with a higher number, so that one pass in order of nodes sees every arc after those before it.
/// On a path a slot reads <see cref="GraphActionKind.SlotBegin"/>, words, <see cref="GraphActionKind.SlotEnd"/>; slots may nest;
/// the last action is <see cref="GraphActionKind.IntentEnd"/>. Immutable after compilation;
/// shared by the text matcher and the phone graph.</summary>
public sealed class WordGraph
{
    /// <summary>Word index of an arc that consumes nothing.</summary>
    public const int Epsilon = -1;

    /// <summary>Word index of an arc that consumes one or more words of any kind (wildcard).</summary>
    public const int AnyWords = -2;

    private readonly int[] _firstArc; // [nodes + 1]
    private readonly WordArc[] _arcs; // [arcs], grouped by source node

    /// <summary>Takes ownership of the arrays.</summary>
    /// <param name="firstArc">Index of each node's first arc, and the arc count at the end.</param>
    /// <param name="arcs">Arcs grouped by source node.</param>
    /// <param name="words">Distinct lower-case words.</param>
    /// <param name="actions">Distinct marks.</param>
    /// <param name="start">Node where every sentence begins.</param>
    /// <param name="end">Node where every sentence ends, reached by an <see cref="GraphActionKind.IntentEnd"/> arc.</param>
    public WordGraph(int[] firstArc, WordArc[] arcs, string[] words, GraphAction[] actions, int start, int end)
    {
        _firstArc = firstArc;
        _arcs = arcs;
        Words = words;
        Actions = actions;
        Start = start;
        End = end;
    }

    /// <summary>Distinct lower-case words, by word index.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Distinct marks, by action index.</summary>
    public IReadOnlyList<GraphAction> Actions { get; }

    /// <summary>Node where every sentence begins.</summary>
    public int Start { get; }

    /// <summary>Node where every sentence ends.</summary>
    public int End { get; }

    /// <summary>Nodes are 0 to one below this.</summary>
    public int NodeCount => _firstArc.Length - 1;

    /// <summary>Arcs of all nodes together.</summary>
    public int ArcCount => _arcs.Length;

    /// <summary>The arcs that leave a node.</summary>
    public ReadOnlySpan<WordArc> ArcsFrom(int node) => _arcs.AsSpan(_firstArc[node].._firstArc[node + 1]);
}
