namespace EdgeRuntime.Assistant.Contexts;

/// <summary>A mark on an arc of a <see cref="WordGraph"/>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">Slot name, or intent name for <see cref="GraphActionKind.IntentEnd"/>.</param>
/// <param name="SlotKind">How the words of the slot are read; meaningless for an intent.</param>
/// <param name="Value">Fixed value of a list entry at its <see cref="GraphActionKind.SlotEnd"/>; null where the words say it.</param>
public sealed record GraphAction(GraphActionKind Kind, string Name, SlotKind SlotKind = SlotKind.List, SlotValue? Value = null)
{
    /// <summary>Slots that come with the sentence itself (<c>slots:</c> of Home Assistant's format).</summary>
    public IReadOnlyDictionary<string, SlotValue> FixedSlots { get; init; } = new Dictionary<string, SlotValue>();
}
