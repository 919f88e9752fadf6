using System.Text.Json;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>One recording and what it says.</summary>
/// <param name="File">Full path of the recording.</param>
/// <param name="Intent">Intent that is right; empty for speech that must be rejected.</param>
/// <param name="Slots">Slots that are right, by name: numbers or texts.</param>
public sealed record LabelledCommand(string File, string Intent, IReadOnlyDictionary<string, JsonElement> Slots);
