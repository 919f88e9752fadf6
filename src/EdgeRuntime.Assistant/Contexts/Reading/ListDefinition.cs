using EdgeRuntime.Assistant.Contexts.Numbers;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>A list of a context file: what a slot can hold.</summary>
/// <param name="Name">Name used in templates, <c>{name}</c>.</param>
/// <param name="Shape">What kind of list it is.</param>
/// <param name="Mark">Where it is defined.</param>
public sealed record ListDefinition(string Name, ListShape Shape, SourceMark Mark)
{
    /// <summary>Entries, for <see cref="ListShape.Values"/> and <see cref="ListShape.Dynamic"/>.</summary>
    public IReadOnlyList<ListEntry> Entries { get; init; } = [];

    /// <summary>Words with one of which the free words have to begin, for <see cref="ListShape.Wildcard"/>; empty for any.</summary>
    public IReadOnlyList<string> Begins { get; init; } = [];

    /// <summary>Words one of which has to stand somewhere behind where the free words begin; empty for any.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];

    /// <summary>True where free words that hold a wish of their own behind an "and" are not taken: "the airport and call mom".</summary>
    public bool IsOneWish { get; init; }

    /// <summary>Bounds, for <see cref="ListShape.Range"/>.</summary>
    public NumberRange Range { get; init; } = NumberRange.AnyNumber;
}
