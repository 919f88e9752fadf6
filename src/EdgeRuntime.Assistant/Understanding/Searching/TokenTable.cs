namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The states that are alive in one frame: a sparse set, so that emptying it costs nothing.</summary>
internal sealed class TokenTable
{
    private const int Bins = 512;

    /// <summary>Part of a bin that is given up, so that rounding at its edge lets nothing of the next one in.</summary>
    private const float EdgeShare = 0.01f;

    private readonly int[] _histogram = new int[Bins];
    private TokenPair[] _pairs = [];
    private int[] _placeOf = []; // [states]; right where the pair at that place has that state

    /// <summary>Pairs in use.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no further state fits in.</summary>
    public bool IsFull => Count == _pairs.Length;

    /// <summary>The pairs in use.</summary>
    public Span<TokenPair> Pairs => _pairs.AsSpan(0, Count);

    /// <summary>Makes room; allocates only when a graph or a limit is larger than all before.</summary>
    public void Reserve(int states, int pairs)
    {
        if (_placeOf.Length < states)
            _placeOf = new int[states];
        if (_pairs.Length < pairs)
            _pairs = new TokenPair[pairs];
        Count = 0;
    }

    /// <summary>Forgets all pairs.</summary>
    public void Clear() => Count = 0;

    /// <summary>Offers a path to a state; the table must not be full.</summary>
    public void Offer(int state, in Token token)
    {
        var place = _placeOf[state];
        if (place < Count && _pairs[place].State == state)
        {
            _pairs[place].Offer(token);
            return;
        }

        _placeOf[state] = Count;
        ref var pair = ref _pairs[Count++];
        pair.State = state;
        pair.First = token;
        pair.Second.Score = float.NegativeInfinity;
    }

    /// <summary>Drops the states whose best path is below a score.</summary>
    public void Prune(float threshold)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_pairs[i].First.Score < threshold)
                continue;
            if (kept != i)
                _pairs[kept] = _pairs[i];
            _placeOf[_pairs[kept].State] = kept;
            kept++;
        }

        Count = kept;
    }

    /// <summary>A score that about <paramref name="limit"/> states reach, and never more but for equal scores.</summary>
    /// <param name="limit">States that may stay, fewer than there are.</param>
    /// <param name="best">Highest score.</param>
    /// <param name="threshold">Lowest score of interest.</param>
    public float ThresholdFor(int limit, float best, float threshold)
    {
        var lowest = best;
        foreach (ref readonly var pair in Pairs)
            lowest = MathF.Min(lowest, pair.First.Score);
        lowest = MathF.Max(lowest, threshold);
        var binsPerNat = (Bins - 1) / MathF.Max(best - lowest, 1e-6f);
        Array.Clear(_histogram);
        foreach (ref readonly var pair in Pairs)
            _histogram[Math.Clamp((int)((best - pair.First.Score) * binsPerNat), 0, Bins - 1)]++;
        var bin = 0;
        for (var states = _histogram[0]; states <= limit && bin < Bins - 1; states += _histogram[bin])
            bin++;
        return bin == 0 ? best : best - ((bin - EdgeShare) / binsPerNat);
    }
}
