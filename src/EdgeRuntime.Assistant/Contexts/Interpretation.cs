namespace EdgeRuntime.Assistant.Contexts;

/// <summary>What a sentence of a context means.</summary>
/// <param name="Intent">Name of the intent.</param>
/// <param name="Slots">Values by slot name.</param>
/// <param name="Words">The words as understood, lower case, numbers in words; wildcard parts are left out when spoken.</param>
/// <param name="NeedsDictation">True when a spoken wildcard stands in it, whose words the device cannot write down.</param>
public sealed record Interpretation(string Intent, IReadOnlyDictionary<string, SlotValue> Slots, string Words, bool NeedsDictation)
{
    /// <summary>Whether both stand for the same intent with the same slots, whatever the words.</summary>
    public bool MeansTheSameAs(Interpretation other) =>
        Intent == other.Intent
        && Slots.Count == other.Slots.Count
        && Slots.All(slot => other.Slots.TryGetValue(slot.Key, out var value) && value == slot.Value);
}
