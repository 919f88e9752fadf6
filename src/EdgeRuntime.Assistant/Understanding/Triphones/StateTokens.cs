namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>The states that are alive in one frame, each with its best path: a sparse set, so that emptying it costs nothing.</summary>
internal sealed class StateTokens
{
    /// <summary>States there is room for; further ones are left out.</summary>
    public const int Capacity = 1 << 15;

    private readonly StateToken[] _tokens = new StateToken[Capacity];
    private int[] _placeOf = []; // [states]; right where the token at that place has that state

    /// <summary>Tokens in use.</summary>
    public int Count { get; private set; }

    /// <summary>The tokens in use.</summary>
    public Span<StateToken> All => _tokens.AsSpan(0, Count);

    /// <summary>Empties the table for so many states.</summary>
    public void Reserve(int states)
    {
        if (_placeOf.Length < states) _placeOf = new int[states];
        Count = 0;
    }

    /// <summary>Forgets all paths.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes a path in, unless one in the same state is as good.</summary>
    public void Offer(in StateToken token)
    {
        var place = _placeOf[token.State];
        if (place < Count && _tokens[place].State == token.State)
        {
            if (_tokens[place].Score < token.Score) _tokens[place] = token;
        }
        else if (Count < Capacity)
        {
            _placeOf[token.State] = Count;
            _tokens[Count++] = token;
        }
    }

    /// <summary>Drops all paths below a score.</summary>
    public void Prune(float threshold)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_tokens[i].Score < threshold) continue;
            _tokens[kept] = _tokens[i];
            _placeOf[_tokens[kept].State] = kept++;
        }

        Count = kept;
    }
}
