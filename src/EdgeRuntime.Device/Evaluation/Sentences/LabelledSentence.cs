using System.Text.Json;

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>One typed sentence and what it means.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Intent">Intent that is right; empty for a sentence that must not be carried out.</param>
/// <param name="Slots">Slots that are right, all of them; null where they are not checked.</param>
/// <param name="Also">Other intents that are right.</param>
/// <param name="Source">Where it comes from; empty where nobody says.</param>
public sealed record LabelledSentence(
    string Text, string Intent, IReadOnlyDictionary<string, JsonElement>? Slots, IReadOnlyList<string> Also, string Source)
{
    /// <summary>True for a sentence that means something to the glasses.</summary>
    public bool IsWish => Intent.Length > 0;
}
