namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>What the living paths have said, as a tree of outputs that paths share; swept when full,
/// so that it stays flat in an endless stream.</summary>
internal sealed class HistoryPool
{
    /// <summary>The place of a path that has said nothing.</summary>
    public const int Root = 0;

    private (int Previous, int Output)[] _cells = [];
    private int[] _moved = []; // [cells]: 0 unmarked, else 1 + new place

    /// <summary>Cells in use.</summary>
    public int Count { get; private set; }

    /// <summary>Cells there is room for.</summary>
    public int Capacity => _cells.Length;

    /// <summary>Empties the pool and makes room.</summary>
    public void Reserve(int cells)
    {
        if (_cells.Length < cells)
        {
            _cells = new (int, int)[cells];
            _moved = new int[cells];
        }

        Count = 1;
    }

    /// <summary>Appends an output to a path; there must be room.</summary>
    public int Append(int previous, int output)
    {
        _cells[Count] = (previous, output);
        return Count++;
    }

    /// <summary>Sweeps the pool when fewer than <paramref name="cells"/> are free;
    /// doubles it where the living paths alone fill half of it.</summary>
    /// <param name="cells">Room needed.</param>
    /// <param name="living">The paths to keep; their places are put right.</param>
    public void MakeRoom(int cells, Span<TokenPair> living)
    {
        if (Count + cells <= Capacity)
            return;
        Sweep(living);
        if (Count + cells <= Capacity / 2)
            return;
        Resize(cells);
    }

    /// <summary>Makes room by doubling alone, for a search that is soon over.</summary>
    public void Grow(int cells)
    {
        if (Count + cells > Capacity)
            Resize(cells);
    }

    /// <summary>Outputs on the way to a place, first to last.</summary>
    public int[] OutputsTo(int place)
    {
        var outputs = new Stack<int>();
        for (; place != Root; place = _cells[place].Previous)
            outputs.Push(_cells[place].Output);
        return [.. outputs];
    }

    private void Resize(int cells)
    {
        Array.Resize(ref _cells, Math.Max(Capacity * 2, (Count + cells) * 2));
        Array.Resize(ref _moved, Capacity);
    }

    private void Sweep(Span<TokenPair> living)
    {
        Array.Clear(_moved, 0, Count);
        _moved[Root] = 1;
        foreach (ref readonly var pair in living)
        {
            Mark(pair.First.History);
            if (pair.Second.Score > float.NegativeInfinity)
                Mark(pair.Second.History);
        }

        Compact();
        foreach (ref var pair in living)
        {
            pair.First.History = _moved[pair.First.History] - 1;
            if (pair.Second.Score > float.NegativeInfinity)
                pair.Second.History = _moved[pair.Second.History] - 1;
        }
    }

    private void Mark(int place)
    {
        for (; _moved[place] == 0; place = _cells[place].Previous)
            _moved[place] = 1;
    }

    // A cell stands behind the one it continues, so one pass in order sees the new place of the former first.
    private void Compact()
    {
        var kept = 0;
        for (var place = 0; place < Count; place++)
        {
            if (_moved[place] == 0)
                continue;
            var (previous, output) = _cells[place];
            _cells[kept] = (place == Root ? Root : _moved[previous] - 1, output);
            _moved[place] = ++kept;
        }

        Count = kept;
    }
}
