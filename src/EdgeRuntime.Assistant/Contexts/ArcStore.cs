using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Builds an acyclic graph from its end to its start. A node with the same arcs as one before is that node, so what
/// follows equal parts is stored once. Node 0 is the end.</summary>
internal sealed class ArcStore
{
    /// <summary>A node from which the end cannot be reached: what leads here cannot be said.</summary>
    public const int Dead = -1;

    /// <summary>Up to so many arcs are copied instead of being reached by an epsilon arc.</summary>
    private const int CopyLimit = 8;

    private readonly List<int> _firstArc = [0, 0]; // [nodes + 1]
    private readonly List<WordArc> _arcs = [];
    private readonly Dictionary<int, List<int>> _byHash = [];
    private readonly int _maxNodes;
    private readonly int _maxArcs;

    public ArcStore(int maxNodes, int maxArcs)
    {
        _maxNodes = maxNodes;
        _maxArcs = maxArcs;
    }

    public int NodeCount => _firstArc.Count - 1;

    public int ArcCount => _arcs.Count;

    /// <summary>True once a limit was passed; from then on nothing is stored.</summary>
    public bool IsFull { get; private set; }

    public ReadOnlySpan<WordArc> ArcsFrom(int node) =>
        CollectionsMarshal.AsSpan(_arcs)[_firstArc[node].._firstArc[node + 1]];

    /// <summary>The node with these arcs; <see cref="Dead"/> without any.</summary>
    public int Node(List<WordArc> arcs)
    {
        RemoveRepeated(arcs);
        if (arcs.Count == 0 || IsFull)
        {
            return Dead;
        }

        if (arcs.Count == 1 && arcs[0] is { Word: WordGraph.Epsilon, Action: < 0 })
        {
            return arcs[0].To;
        }

        return FindOrStore(arcs);
    }

    /// <summary>The node with one arc.</summary>
    public int Node(int word, int action, int to) => to == Dead ? Dead : Node([new WordArc(to, word, action)]);

    /// <summary>The node from which any of several ways can be gone.</summary>
    public int Union(params ReadOnlySpan<int> nodes)
    {
        var arcs = new List<WordArc>();
        foreach (var node in nodes)
        {
            AddWays(arcs, node);
        }

        return Node(arcs);
    }

    /// <summary>Adds the ways that leave a node, or one epsilon arc where they are many or it is the end.</summary>
    public void AddWays(List<WordArc> arcs, int node)
    {
        if (node == Dead)
        {
            return;
        }

        var ways = ArcsFrom(node);
        if (ways.Length is > 0 and <= CopyLimit)
        {
            arcs.AddRange(ways);
        }
        else
        {
            arcs.Add(new WordArc(node, WordGraph.Epsilon, -1));
        }
    }

    private int FindOrStore(List<WordArc> arcs)
    {
        var hash = HashOf(arcs);
        if (!_byHash.TryGetValue(hash, out var candidates))
        {
            _byHash[hash] = candidates = new List<int>(1);
        }

        foreach (var candidate in candidates)
        {
            if (ArcsFrom(candidate).SequenceEqual(CollectionsMarshal.AsSpan(arcs)))
            {
                return candidate;
            }
        }

        return Store(arcs, candidates);
    }

    private int Store(List<WordArc> arcs, List<int> candidates)
    {
        IsFull = NodeCount >= _maxNodes || ArcCount + arcs.Count > _maxArcs;
        if (IsFull)
        {
            return Dead;
        }

        _arcs.AddRange(arcs);
        _firstArc.Add(_arcs.Count);
        candidates.Add(NodeCount - 1);
        return NodeCount - 1;
    }

    private static int HashOf(List<WordArc> arcs)
    {
        var hash = new HashCode();
        foreach (var arc in arcs)
        {
            hash.Add(arc.To);
            hash.Add(arc.Word);
            hash.Add(arc.Action);
        }

        return hash.ToHashCode();
    }

    private static void RemoveRepeated(List<WordArc> arcs)
    {
        if (arcs.Count > 1)
        {
            var seen = new HashSet<WordArc>(arcs.Count);
            arcs.RemoveAll(arc => !seen.Add(arc));
        }
    }
}
