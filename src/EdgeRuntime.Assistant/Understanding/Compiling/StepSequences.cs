namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Sequences of steps, each stored once as its shorter sequence and one more step,
/// so that equal sequences have equal numbers.</summary>
internal sealed class StepSequences
{
    /// <summary>Number of the empty sequence.</summary>
    public const int Empty = 0;

    private readonly Dictionary<(int Sequence, int Step), int> _numbers = [];
    private readonly List<(int Shorter, int Step)> _cells = [(Empty, 0)];

    /// <summary>The sequence with one more step.</summary>
    public int Append(int sequence, int step)
    {
        if (_numbers.TryGetValue((sequence, step), out var number))
            return number;
        number = _cells.Count;
        _cells.Add((sequence, step));
        _numbers.Add((sequence, step), number);
        return number;
    }

    /// <summary>One sequence after another.</summary>
    public int Concat(int first, int second) => second == Empty ? first
        : first == Empty ? second
        : Append(Concat(first, _cells[second].Shorter), _cells[second].Step);

    /// <summary>The steps in order.</summary>
    public int[] StepsOf(int sequence)
    {
        var steps = new Stack<int>();
        for (; sequence != Empty; sequence = _cells[sequence].Shorter)
            steps.Push(_cells[sequence].Step);
        return [.. steps];
    }
}
