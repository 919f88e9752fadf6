using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Contexts.Graphs;

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
    private readonly Dictionary<int, int> _lastByHash = []; // hash of the arcs -> newest node with it
    private readonly List<int> _sameHash = [-1]; // [nodes]: the node before with the same hash, -1 at the end
    private readonly int _maxNodes;
    private readonly int _maxArcs;
    private readonly long _maxWork;

    public ArcStore(int maxNodes, int maxArcs, long maxWork)
    {
        _maxNodes = maxNodes;
        _maxArcs = maxArcs;
        _maxWork = maxWork;
    }

    public int NodeCount => _firstArc.Count - 1;

    public int ArcCount => _arcs.Count;

    /// <summary>Parts compiled and arcs looked at: what the building has cost, stored or not.</summary>
    public long Work { get; private set; }

    /// <summary>True once a limit was passed; from then on nothing is stored.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Counts work that need not store anything.</summary>
    public void Spend(long work)
    {
        Work += work;
        IsFull |= Work > _maxWork;
    }

    public ReadOnlySpan<WordArc> ArcsFrom(int node) =>
        CollectionsMarshal.AsSpan(_arcs)[_firstArc[node].._firstArc[node + 1]];

    /// <summary>The node with these arcs; <see cref="Dead"/> without any.</summary>
    public int Node(List<WordArc> arcs)
    {
        Spend(arcs.Count);
        RemoveRepeated(arcs);
        return Intern(CollectionsMarshal.AsSpan(arcs));
    }

    /// <summary>The node with one arc.</summary>
    public int Node(int word, int action, int to) => to == Dead ? Dead : Intern([new WordArc(to, word, action)]);

    private int Intern(ReadOnlySpan<WordArc> arcs)
    {
        Spend(1);
        if (arcs.Length == 0 || IsFull)
        {
            return Dead;
        }

        return arcs.Length == 1 && arcs[0] is { Word: WordGraph.Epsilon, Action: < 0 } ? arcs[0].To : FindOrStore(arcs);
    }

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

    private int FindOrStore(ReadOnlySpan<WordArc> arcs)
    {
        var hash = HashOf(arcs);
        var last = _lastByHash.GetValueOrDefault(hash, -1);
        for (var candidate = last; candidate >= 0; candidate = _sameHash[candidate])
        {
            if (ArcsFrom(candidate).SequenceEqual(arcs))
            {
                return candidate;
            }
        }

        IsFull |= NodeCount >= _maxNodes || ArcCount + arcs.Length > _maxArcs;
        if (IsFull)
        {
            return Dead;
        }

        _arcs.AddRange(arcs);
        _firstArc.Add(_arcs.Count);
        _sameHash.Add(last);
        return _lastByHash[hash] = NodeCount - 1;
    }

    private static int HashOf(ReadOnlySpan<WordArc> arcs)
    {
        var hash = (uint)arcs.Length;
        foreach (var arc in arcs)
        {
            // Multiplier of Knuth's multiplicative hashing: 2^32 / golden ratio, odd.
            hash = BitOperations.RotateLeft((hash ^ (uint)arc.To) * 2_654_435_761, 13);
            hash = BitOperations.RotateLeft((hash ^ (uint)arc.Word) * 2_654_435_761, 13);
            hash = BitOperations.RotateLeft((hash ^ (uint)arc.Action) * 2_654_435_761, 13);
        }

        return (int)hash;
    }

    private static void RemoveRepeated(List<WordArc> arcs)
    {
        if (arcs.Count <= 2 * CopyLimit)
        {
            RemoveRepeatedFew(arcs);
        }
        else
        {
            var seen = new HashSet<WordArc>(arcs.Count);
            arcs.RemoveAll(arc => !seen.Add(arc));
        }
    }

    private static void RemoveRepeatedFew(List<WordArc> arcs)
    {
        for (var i = arcs.Count - 1; i > 0; i--)
        {
            if (arcs.IndexOf(arcs[i]) < i)
            {
                arcs.RemoveAt(i);
            }
        }
    }
}
