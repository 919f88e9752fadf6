using EdgeRuntime.Assistant.Understanding.Compiling;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>What several readings say, step by step, as a tree: beginnings that are alike are one. Intents stand nowhere in it, since they
/// are said anywhere and make no sound.</summary>
internal sealed class ReadingTree
{
    private const int None = -1;

    private readonly Dictionary<(int Node, int Step), int> _children = [];
    private readonly List<int> _wordings = [None]; // [nodes] the wording that is complete there
    private PhoneGraph _graph = null!;

    /// <summary>Where all begin.</summary>
    public const int Root = 0;

    /// <summary>Different wordings.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all readings.</summary>
    /// <param name="graph">What those to come are of.</param>
    public void Begin(PhoneGraph graph)
    {
        _graph = graph;
        _children.Clear();
        _wordings.Clear();
        _wordings.Add(None);
        Count = 0;
    }

    /// <summary>Adds a reading.</summary>
    /// <param name="outputs">What its arcs say, in order.</param>
    /// <returns>The number of its wording, the same as another's that sounds alike.</returns>
    public int Add(ReadOnlySpan<int> outputs)
    {
        var node = Root;
        foreach (var output in outputs)
        {
            foreach (var step in _graph.Tables.Outputs.StepsOf(output))
            {
                if (!_graph.IsIntent(step)) node = ChildOf(node, step);
            }
        }

        return _wordings[node] == None ? _wordings[node] = Count++ : _wordings[node];
    }

    /// <summary>Where an output leads; one that says nothing leads nowhere else.</summary>
    public bool TryGoOn(int node, int output, out int to)
    {
        to = node;
        foreach (var step in _graph.Tables.Outputs.StepsOf(output))
        {
            if (!_graph.IsIntent(step) && !_children.TryGetValue((to, step), out to)) return false;
        }

        return true;
    }

    /// <summary>The wording that is complete at a node; below 0 for none.</summary>
    public int WordingAt(int node) => _wordings[node];

    private int ChildOf(int node, int step)
    {
        if (_children.TryGetValue((node, step), out var child)) return child;
        _children.Add((node, step), child = _wordings.Count);
        _wordings.Add(None);
        return child;
    }
}
