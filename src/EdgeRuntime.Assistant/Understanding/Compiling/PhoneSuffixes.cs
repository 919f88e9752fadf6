namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Ends of pronunciations, each stored once as its first phone and the end behind it,
/// so that equal ends have equal numbers.</summary>
internal sealed class PhoneSuffixes
{
    /// <summary>Number of the empty end.</summary>
    public const int Empty = 0;

    private readonly Dictionary<(byte Phone, int Tail), int> _numbers = [];
    private readonly List<(byte Phone, int Tail)> _cells = [(0, Empty)];

    /// <summary>First phone of an end and the number of what follows.</summary>
    public (byte Phone, int Tail) this[int suffix] => _cells[suffix];

    /// <summary>Number of a whole pronunciation.</summary>
    public int Add(ReadOnlySpan<byte> phones)
    {
        var suffix = Empty;
        for (var i = phones.Length - 1; i >= 0; i--)
            suffix = Prepend(phones[i], suffix);
        return suffix;
    }

    private int Prepend(byte phone, int rest)
    {
        if (_numbers.TryGetValue((phone, rest), out var number))
            return number;
        number = _cells.Count;
        _cells.Add((phone, rest));
        _numbers.Add((phone, rest), number);
        return number;
    }
}
