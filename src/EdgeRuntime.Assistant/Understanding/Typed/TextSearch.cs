using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Typed;

/// <summary>One search for the cheapest path of a graph that says a text: position by position, and in each the nodes in their
/// order, so that every node is final when it is left.</summary>
internal sealed class TextSearch
{
    // Each is more than all of the one before can come to in the longest text: 8,000 characters,
    // so at most 8,000 words said and 4,000 written.
    private const long SlotWordCost = 1;
    private const long NameWordGain = 100_000;
    private const long FreeStretchCost = 10_000_000_000;
    private const long FreeWordCost = 100_000_000_000_000;

    private readonly WordGraph _graph;
    private readonly TextLattice _lattice;
    private readonly SlotPlaces[] _places;
    private readonly Func<string, IReadOnlyList<int>> _idsOf;
    private readonly List<Visit> _visits = [];
    private readonly Dictionary<int, int>?[] _arrivals; // [positions]: node -> visit
    private readonly Dictionary<int, FreeStretch> _free = []; // by node behind the wildcard
    private long _work;

    public TextSearch(WordGraph graph, TextLattice lattice, SlotPlaces[] places, Func<string, IReadOnlyList<int>> idsOf)
    {
        _graph = graph;
        _lattice = lattice;
        _places = places;
        _idsOf = idsOf;
        _arrivals = new Dictionary<int, int>?[lattice.PositionCount];
    }

    /// <summary>True when the search gave up for the amount of work.</summary>
    public bool IsExhausted => _work > TextMatcher.MaxWork;

    /// <summary>The cheapest path; null where there is none.</summary>
    public PathStep[]? Run()
    {
        Arrive(0, _graph.Start, new Visit(0, -1, default));
        for (var position = 0; position < _lattice.PositionCount && !IsExhausted; position++)
        {
            EndFreeStretches(position);
            Leave(position);
            if (position + 1 < _lattice.PositionCount)
            {
                _arrivals[position] = null;
            }
        }

        return !IsExhausted && _arrivals[^1] is { } last && last.TryGetValue(_graph.End, out var visit) ? PathTo(visit) : null;
    }

    private void Leave(int position)
    {
        if (_arrivals[position] is not { } arrivals)
        {
            return;
        }

        var words = WordsAt(position, withDigits: true);
        var spelled = _lattice.EdgesFrom(position).Any(edge => edge.IsDigits) ? WordsAt(position, withDigits: false) : words;
        var open = new PriorityQueue<int, int>(arrivals.Keys.Select(node => (node, node)));
        var left = new HashSet<int>();
        while (open.TryDequeue(out var node, out _) && !IsExhausted)
        {
            if (left.Add(node))
            {
                Follow(position, node, arrivals[node], (_places[node] & SlotPlaces.WordsOnly) != 0 ? spelled : words, open);
            }
        }
    }

    private Dictionary<int, List<int>> WordsAt(int position, bool withDigits)
    {
        var words = new Dictionary<int, List<int>>(); // word -> positions behind it
        foreach (var edge in _lattice.EdgesFrom(position).Where(edge => withDigits || !edge.IsDigits))
        {
            foreach (var id in _idsOf(edge.Word))
            {
                words.TryAdd(id, []);
                words[id].Add(edge.To);
            }
        }

        return words;
    }

    private void Follow(int position, int node, int visit, Dictionary<int, List<int>> words, PriorityQueue<int, int> open)
    {
        var arcs = _graph.ArcsFrom(node);
        _work += arcs.Length + 1;
        var cost = _visits[visit].Cost;
        foreach (var arc in arcs)
        {
            if (arc.Word == WordGraph.Epsilon)
            {
                Arrive(position, arc.To, new Visit(cost, visit, new PathStep(arc.Word, arc.Action)));
                open.Enqueue(arc.To, arc.To);
            }
            else if (arc.Word == WordGraph.AnyWords)
            {
                BeginFreeStretch(position, arc, visit);
            }
            else if (words.TryGetValue(arc.Word, out var targets))
            {
                var isInSlot = (_places[node] & SlotPlaces.Slot) != 0;
                var step = new Visit(cost + CostOfWord(_places[node]), visit, new PathStep(arc.Word, arc.Action));
                targets.ForEach(target => Arrive(target, arc.To, isInSlot ? Typed(step, position, target) : step));
            }
        }
    }

    // Free words may begin with certain words, which are given back as they were typed.
    private Visit Typed(Visit step, int from, int to) =>
        _lattice.TokenAt(from) is >= 0 and var first && _lattice.TokenAt(to) is var end && end > first
            ? step with { FirstToken = first, EndToken = end }
            : step;

    private static long CostOfWord(SlotPlaces places) =>
        ((places & SlotPlaces.Slot) != 0 ? SlotWordCost : 0) - ((places & SlotPlaces.Name) != 0 ? NameWordGain : 0);

    private void BeginFreeStretch(int position, WordArc arc, int visit)
    {
        var token = _lattice.TokenAt(position);
        if (token < 0 || token == _lattice.TokenCount)
        {
            return;
        }

        // Costs so far, as if the stretch had begun with the first word: comparable between stretches that began elsewhere.
        var cost = _visits[visit].Cost + FreeStretchCost - (token * FreeWordCost);
        if (!_free.TryGetValue(arc.To, out var other) || cost < other.Cost)
        {
            _free[arc.To] = new FreeStretch(cost, visit, token, arc.Action);
        }
    }

    private void EndFreeStretches(int position)
    {
        var token = _lattice.TokenAt(position);
        if (token < 1)
        {
            return;
        }

        _work += _free.Count;
        foreach (var (node, stretch) in _free)
        {
            var step = new PathStep(WordGraph.AnyWords, stretch.Action);
            Arrive(
                position,
                node,
                new Visit(stretch.Cost + (token * FreeWordCost), stretch.Visit, step)
                {
                    FirstToken = stretch.FirstToken,
                    EndToken = token,
                });
        }
    }

    private void Arrive(int position, int node, Visit visit)
    {
        var arrivals = _arrivals[position] ??= [];
        if (!arrivals.TryGetValue(node, out var known) || visit.Cost < _visits[known].Cost)
        {
            arrivals[node] = _visits.Count;
            _visits.Add(visit);
        }
    }

    private PathStep[] PathTo(int visit)
    {
        var path = new List<PathStep>();
        for (; _visits[visit].Before >= 0; visit = _visits[visit].Before)
        {
            var (step, first, end) = (_visits[visit].Step, _visits[visit].FirstToken, _visits[visit].EndToken);
            path.Add(end > 0 ? step with { Text = _lattice.TextOf(first, end) } : step);
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>A node reached at a position: what it cost and how it was reached.</summary>
    private readonly record struct Visit(long Cost, int Before, PathStep Step)
    {
        /// <summary>First written word of a wildcard, or of a word in a slot.</summary>
        public int FirstToken { get; init; }

        /// <summary>Written word behind it; 0 where the step is neither.</summary>
        public int EndToken { get; init; }
    }

    /// <summary>A wildcard that has begun and may end behind any later word.</summary>
    private readonly record struct FreeStretch(long Cost, int Visit, int FirstToken, int Action);
}
