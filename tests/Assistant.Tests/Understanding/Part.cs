using EdgeRuntime.Assistant.Contexts;

namespace Assistant.Tests.Understanding;

/// <summary>Writes word graphs in a few strokes: parts in sequence, choices, optional parts and slots;
/// every top choice is an intent.</summary>
internal abstract record Part
{
    public sealed record Word(string Text) : Part;

    public sealed record Wild : Part;

    public sealed record Sequence(params Part[] Parts) : Part;

    public sealed record Choice(params Part[] Parts) : Part;

    public sealed record Slot(string Name, SlotKind Kind, string? Value, Part Inner) : Part;

    public static Part Nothing { get; } = new Sequence();

    /// <summary>Words separated by spaces.</summary>
    public static Part Say(string text) => new Sequence([.. text.Split(' ').Select(word => new Word(word))]);

    /// <summary>A part that may be missing.</summary>
    public static Part Maybe(Part part) => new Choice(part, Nothing);

    /// <summary>A closed list of texts, each its own value.</summary>
    public static Part List(string name, params IEnumerable<string> entries) =>
        new Choice([.. entries.Select(entry => new Slot(name, SlotKind.List, entry, Say(entry)))]);

    /// <summary>A slot whose words say its value.</summary>
    public static Part Spoken(string name, Part inner) => new Slot(name, SlotKind.Number, null, inner);
}
