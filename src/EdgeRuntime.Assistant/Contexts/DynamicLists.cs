namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Entries for the <c>type: dynamic</c> lists of a context, by list name. Immutable.</summary>
/// <param name="Entries">Entries by list name; a list that is not named keeps the entries of its file.</param>
public sealed record DynamicLists(IReadOnlyDictionary<string, IReadOnlyList<DynamicEntry>> Entries)
{
    /// <summary>Nothing is given; every list keeps the entries of its file.</summary>
    public static DynamicLists None { get; } = new(new Dictionary<string, IReadOnlyList<DynamicEntry>>());

    /// <summary>These lists with one more; entries given before under the same name are replaced.</summary>
    public DynamicLists With(string list, IEnumerable<string> sayings) =>
        With(list, sayings.Select(say => new DynamicEntry(say)).ToArray());

    /// <summary>These lists with one more; entries given before under the same name are replaced.</summary>
    public DynamicLists With(string list, IReadOnlyList<DynamicEntry> entries) =>
        new(new Dictionary<string, IReadOnlyList<DynamicEntry>>(Entries) { [list] = entries });
}
