namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The paths that are alive in one frame, any number in a state as long as they mean different things: in one pool, as a list
/// per state, the best first.</summary>
internal sealed class NeighbourTable
{
    /// <summary>Paths there is room for; 65,536 × 48 bytes = 3 MB. Further ones are left out.</summary>
    public const int Capacity = 1 << 16;

    private const int None = -1;

    private readonly NeighbourToken[] _tokens = new NeighbourToken[Capacity];
    private readonly int[] _states = new int[Capacity]; // by place
    private readonly int[] _heads = new int[Capacity]; // by place
    private int[] _placeOf = []; // [states]; right where that place has that state
    private int _used;

    /// <summary>States in use.</summary>
    public int Count { get; private set; }

    /// <summary>Paths that found no room since <see cref="Reserve"/>.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Empties the table for a graph of so many states.</summary>
    public void Reserve(int states)
    {
        if (_placeOf.Length < states) _placeOf = new int[states];
        LeftOut = 0;
        Clear();
    }

    /// <summary>Forgets all paths.</summary>
    public void Clear() => (Count, _used) = (0, 0);

    /// <summary>The state at a place.</summary>
    public int StateAt(int place) => _states[place];

    /// <summary>The best path at a place, as an argument of <see cref="At"/>.</summary>
    public int HeadAt(int place) => _heads[place];

    /// <summary>A path; <see cref="NeighbourToken.Next"/> leads to the next one.</summary>
    public ref NeighbourToken At(int token) => ref _tokens[token];

    /// <summary>Takes a path in, unless one in the same state means the same and is as good.</summary>
    public void Offer(int state, in NeighbourToken token)
    {
        var place = _placeOf[state];
        if (place >= Count || _states[place] != state)
        {
            Open(state, token);
            return;
        }

        var (above, at) = (None, _heads[place]);
        for (; at >= 0 && _tokens[at].Score >= token.Score; (above, at) = (at, _tokens[at].Next))
        {
            if (_tokens[at].Said.Is(token.Said)) return;
        }

        Insert(place, above, at, token);
    }

    /// <summary>Drops all paths below a score.</summary>
    public void Prune(float threshold)
    {
        var kept = 0;
        for (var place = 0; place < Count; place++)
        {
            if (_tokens[_heads[place]].Score < threshold) continue;
            CutTail(_heads[place], threshold);
            (_states[kept], _heads[kept]) = (_states[place], _heads[place]);
            _placeOf[_states[kept]] = kept++;
        }

        Count = kept;
    }

    private void CutTail(int at, float threshold)
    {
        while (_tokens[at].Next >= 0 && _tokens[_tokens[at].Next].Score >= threshold) at = _tokens[at].Next;
        _tokens[at].Next = None;
    }

    private void Open(int state, in NeighbourToken token)
    {
        if (_used == Capacity)
        {
            LeftOut++;
            return;
        }

        _placeOf[state] = Count;
        (_states[Count], _heads[Count]) = (state, _used);
        Count++;
        _tokens[_used] = token;
        _tokens[_used++].Next = None;
    }

    // Behind above and before at; a worse path of the same meaning behind gives way.
    private void Insert(int place, int above, int at, in NeighbourToken token)
    {
        var (before, same) = (above, at);
        while (same >= 0 && !_tokens[same].Said.Is(token.Said)) (before, same) = (same, _tokens[same].Next);
        if (same < 0 && _used == Capacity)
        {
            LeftOut++;
            return;
        }

        if (same >= 0) Link(place, before, _tokens[same].Next);
        var behind = at == same && same >= 0 ? _tokens[same].Next : at;
        var own = same >= 0 ? same : _used++;
        _tokens[own] = token;
        _tokens[own].Next = behind;
        Link(place, above, own);
    }

    private void Link(int place, int above, int token)
    {
        if (above < 0) _heads[place] = token;
        else _tokens[above].Next = token;
    }
}
