using EdgeRuntime.Assistant.Understanding.Compiling;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>All ways through a phone graph that say one of several readings, with every pronunciation of their words. What is said until
/// the readings part is there once.</summary>
/// <param name="tables">Numbers of the phones.</param>
internal sealed class ReadingLattice(TriphoneTables tables)
{
    private readonly Dictionary<(int Node, int Said, bool IsBetween), int> _numbers = [];
    private readonly List<(int Node, int Said, bool IsBetween)> _nodes = []; // in the graph, in the tree, whether no word is begun
    private readonly List<ReadingArc> _arcs = [];
    private readonly List<(int Node, int Wording)> _ends = [];
    private bool[] _leads = []; // [nodes] whether a reading can be completed from there

    /// <summary>Nodes, 0 is where the utterance begins.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>The phones on ways that lead to an end.</summary>
    public IReadOnlyList<ReadingArc> Arcs => _arcs;

    /// <summary>Which wordings are complete at which nodes.</summary>
    public IReadOnlyList<(int Node, int Wording)> Ends => _ends;

    /// <summary>Whether a node lies between two words, or at the beginning.</summary>
    public bool IsBetweenWords(int node) => _nodes[node].IsBetween;

    /// <summary>Finds the ways, but those through a wildcard: nothing is known of its words.</summary>
    public void Find(CtcTables graph, ReadingTree readings)
    {
        _numbers.Clear();
        _nodes.Clear();
        _arcs.Clear();
        _ends.Clear();
        NumberOf((0, ReadingTree.Root, true));
        for (var node = 0; node < _nodes.Count; node++)
        {
            FindEnds(graph, readings, node);
            FindArcs(graph, readings, node);
        }

        LeaveDeadEndsOut();
    }

    private void FindEnds(CtcTables graph, ReadingTree readings, int node)
    {
        var (at, said, isBetween) = _nodes[node];
        if (!isBetween) return;
        foreach (var final in graph.FinalsOf(at))
        {
            if (readings.TryGoOn(said, final, out var to) && readings.WordingAt(to) is >= 0 and var wording) _ends.Add((node, wording));
        }
    }

    private void FindArcs(CtcTables graph, ReadingTree readings, int node)
    {
        var (at, said, _) = _nodes[node];
        foreach (ref readonly var arc in graph.ArcsFrom(at))
        {
            if (arc.Phone == PhoneGraph.AnyPhone || !readings.TryGoOn(said, arc.Output, out var to)) continue;
            var endsWord = graph.Outputs.EndsWord(arc.Output);
            _arcs.Add(new ReadingArc(node, NumberOf((graph.NodeOf[arc.Target], to, endsWord)), tables.OfSymbol[arc.Phone], endsWord));
        }
    }

    private int NumberOf((int Node, int Said, bool IsBetween) node)
    {
        if (_numbers.TryGetValue(node, out var number)) return number;
        _numbers.Add(node, number = _nodes.Count);
        _nodes.Add(node);
        return number;
    }

    // Words that begin alike share their first phones, so most ways of a long list end in words that no reading has.
    private void LeaveDeadEndsOut()
    {
        var into = _arcs.ToLookup(arc => arc.To, arc => arc.From);
        _leads = new bool[_nodes.Count];
        var open = new Stack<int>();
        foreach (var (node, _) in _ends) Reach(node);
        while (open.TryPop(out var node))
        {
            foreach (var before in into[node]) Reach(before);
        }

        _arcs.RemoveAll(arc => !_leads[arc.To]);

        void Reach(int node)
        {
            if (_leads[node]) return;
            _leads[node] = true;
            open.Push(node);
        }
    }
}
