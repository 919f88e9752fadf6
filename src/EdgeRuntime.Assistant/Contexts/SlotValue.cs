namespace EdgeRuntime.Assistant.Contexts;

/// <summary>The value of a slot: a number (number, percent, seconds) or a text (list entry, <c>HH:mm</c>, free words).</summary>
/// <param name="Kind">What the value means.</param>
/// <param name="Number">The number, where the value is one.</param>
/// <param name="Text">The text, where the value is one; null for a spoken wildcard, whose words nobody has written down.</param>
public readonly record struct SlotValue(SlotKind Kind, double? Number, string? Text)
{
    /// <summary>True for a time of day that the clock shows twice, since nothing said in which half: "five",
    /// but not "five a m" or "oh five thirty". <see cref="Text"/> then holds the hour as it was said, 01 to 12.</summary>
    public bool IsEitherHalf { get; init; }

    /// <summary>A number, in the unit of its kind.</summary>
    public static SlotValue Create(SlotKind kind, double number) => new(kind, number, null);

    /// <summary>A text; null for a spoken wildcard.</summary>
    public static SlotValue Create(SlotKind kind, string? text) => new(kind, null, text);
}
