namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>A mark on an arc of a <see cref="WordGraph"/>.</summary>
/// <param name="Name">Slot name, or intent name for <see cref="GraphActionKind.IntentEnd"/>.</param>
/// <param name="SlotKind">How the words of the slot are read; meaningless for an intent.</param>
/// <param name="Value">Fixed value of a list entry at its <see cref="GraphActionKind.SlotEnd"/>; null where the words say it.</param>
public sealed record GraphAction(GraphActionKind Kind, string Name, SlotKind SlotKind = SlotKind.List, SlotValue? Value = null)
{
    private static readonly IReadOnlyDictionary<string, SlotValue> NoSlots = new Dictionary<string, SlotValue>();

    /// <summary>Slots that come with the sentence itself (<c>slots:</c> of Home Assistant's format), or with a list entry.</summary>
    public IReadOnlyDictionary<string, SlotValue> FixedSlots { get; init; } = NoSlots;

    /// <summary>Factor from the number said to the value of the slot (<c>multiplier:</c> of a range).</summary>
    public double Scale { get; init; } = 1;

    /// <summary>True where a typed number in digits is not taken (<c>digits: false</c> of a range).</summary>
    public bool WordsOnly { get; init; }

    /// <summary>True at the <see cref="GraphActionKind.SlotEnd"/> of free words that must hold no wish of their own.</summary>
    public bool IsOneWish { get; init; }

    /// <summary>How many different values the slot can hold, at its <see cref="GraphActionKind.SlotBegin"/>;
    /// 1 where nobody counted.</summary>
    public long Values { get; init; } = 1;
}
