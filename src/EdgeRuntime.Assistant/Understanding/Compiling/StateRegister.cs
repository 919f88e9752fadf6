namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Numbers sets of items in the order in which they are first seen.</summary>
internal sealed class StateRegister
{
    private readonly List<PhoneItem> _items = [];
    private readonly List<(int First, int Count, int NextOfHash)> _sets = [];
    private readonly Dictionary<int, int> _newestOfHash = [];

    /// <summary>Sets seen.</summary>
    public int Count => _sets.Count;

    /// <summary>Number of a sorted set without repeats.</summary>
    public int NumberOf(ReadOnlySpan<PhoneItem> items)
    {
        var hash = HashOf(items);
        var newest = _newestOfHash.GetValueOrDefault(hash, -1);
        for (var set = newest; set >= 0; set = _sets[set].NextOfHash)
        {
            if (items.SequenceEqual(this[set]))
                return set;
        }

        _sets.Add((_items.Count, items.Length, newest));
        _items.AddRange(items);
        return _newestOfHash[hash] = _sets.Count - 1;
    }

    /// <summary>Items of a set; valid until the next set is added.</summary>
    public ReadOnlySpan<PhoneItem> this[int set] =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_items).Slice(_sets[set].First, _sets[set].Count);

    private static int HashOf(ReadOnlySpan<PhoneItem> items)
    {
        var hash = new HashCode();
        foreach (ref readonly var item in items)
        {
            hash.Add(item.Steps);
            hash.Add(item.Target);
            hash.Add(item.Suffix);
        }

        return hash.ToHashCode();
    }
}
