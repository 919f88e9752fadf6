namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>A <see cref="ReadingLattice"/> with its phones in their contexts: one copy of a phone for every pair of neighbours that it may
/// have, and a silence that may stand at every place between words.</summary>
internal sealed class TriphoneNetwork
{
    private const int None = -1;

    private readonly TriphoneTables _tables;
    private readonly ReadingLattice _lattice;
    private readonly List<TriphoneCopy> _copies = [];
    private readonly List<(int To, float Cost)>[] _edges;
    private readonly ILookup<int, int> _from; // numbers of arcs by the node that they leave
    private readonly ILookup<int, int> _into; // by the node that they lead to
    private readonly List<int>[] _copiesOf; // [arcs]
    private readonly int[] _pauses; // [nodes], None where there is none

    /// <summary>Lays a lattice out.</summary>
    public TriphoneNetwork(TriphoneTables tables, ReadingLattice lattice)
    {
        (_tables, _lattice) = (tables, lattice);
        var arcs = Enumerable.Range(0, lattice.Arcs.Count);
        (_from, _into) = (arcs.ToLookup(arc => lattice.Arcs[arc].From), arcs.ToLookup(arc => lattice.Arcs[arc].To));
        _pauses = new int[lattice.NodeCount];
        Array.Fill(_pauses, None);
        _copiesOf = [.. arcs.Select(CopiesOf)];
        foreach (var node in arcs.Where(arc => lattice.Arcs[arc].EndsWord).Select(arc => lattice.Arcs[arc].To).Append(0)) AddPause(node);
        _edges = [.. Enumerable.Range(0, _copies.Count).Select(_ => new List<(int, float)>())];
        for (var arc = 0; arc < _copiesOf.Length; arc++) Join(arc);
        for (var node = 0; node < _pauses.Length; node++)
        {
            if (_pauses[node] != None) Lead(_pauses[node], node, left: tables.Silence, HmmCosts.Word);
        }

        (Beginnings, Ends) = ([.. FindBeginnings()], [.. FindEnds()]);
    }

    /// <summary>The phones.</summary>
    public IReadOnlyList<TriphoneCopy> Copies => _copies;

    /// <summary>Where an utterance may begin.</summary>
    public IReadOnlyList<int> Beginnings { get; }

    /// <summary>Where one may end, and with which wording.</summary>
    public IReadOnlyList<(int Copy, int Wording)> Ends { get; }

    /// <summary>What may follow a phone, and what that costs in nats.</summary>
    public List<(int To, float Cost)> EdgesFrom(int copy) => _edges[copy];

    private List<int> CopiesOf(int number)
    {
        var (arc, copies) = (_lattice.Arcs[number], new List<int>());
        var begins = _lattice.IsBetweenWords(arc.From);
        var position = (begins, arc.EndsWord) switch
        {
            (true, true) => WordPosition.Single,
            (true, false) => WordPosition.Begin,
            (false, true) => WordPosition.End,
            _ => WordPosition.Inside,
        };
        foreach (var left in Neighbours(_into[arc.From], begins))
        {
            foreach (var right in Neighbours(_from[arc.To], arc.EndsWord))
            {
                copies.Add(_copies.Count);
                int Of(int place) => _tables.StateOf(position, arc.Phone, left, right, place);
                _copies.Add(new TriphoneCopy(arc.Phone, left, right, Of(0), Of(1), Of(2)));
            }
        }

        return copies;
    }

    private IEnumerable<int> Neighbours(IEnumerable<int> arcs, bool isAtBorder)
    {
        var phones = arcs.Select(arc => _lattice.Arcs[arc].Phone);
        return (isAtBorder ? phones.Append(_tables.Silence) : phones).Distinct();
    }

    private void AddPause(int node)
    {
        if (_pauses[node] != None) return;
        _pauses[node] = _copies.Count;
        var (phone, first) = (_tables.Silence, _tables.Alone(_tables.Silence));
        _copies.Add(new TriphoneCopy(phone, phone, phone, first, first + 1, first + 2));
    }

    private void Join(int number)
    {
        var arc = _lattice.Arcs[number];
        foreach (var copy in _copiesOf[number])
        {
            var right = _copies[copy].Right;
            if (right == _tables.Silence) _edges[copy].Add((_pauses[arc.To], HmmCosts.Silence));
            else Lead(copy, arc.To, left: arc.Phone, arc.EndsWord ? HmmCosts.Word : 0, right);
        }
    }

    private void Lead(int copy, int node, int left, float cost, int? only = null)
    {
        foreach (var next in _from[node])
        {
            if (only is { } phone && phone != _lattice.Arcs[next].Phone) continue;
            foreach (var to in _copiesOf[next])
            {
                if (_copies[to].Left == left) _edges[copy].Add((to, cost));
            }
        }
    }

    private IEnumerable<int> FindBeginnings() =>
        _from[0].SelectMany(arc => _copiesOf[arc]).Where(copy => _copies[copy].Left == _tables.Silence).Prepend(_pauses[0]);

    private IEnumerable<(int Copy, int Wording)> FindEnds()
    {
        foreach (var (node, wording) in _lattice.Ends)
        {
            foreach (var arc in _into[node].Where(arc => _lattice.Arcs[arc].EndsWord))
            {
                foreach (var copy in _copiesOf[arc].Where(copy => _copies[copy].Right == _tables.Silence)) yield return (copy, wording);
            }

            if (_pauses[node] is not None and var pause && node != 0) yield return (pause, wording);
        }
    }
}
