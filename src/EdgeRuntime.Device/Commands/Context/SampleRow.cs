using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Device.Commands.Context;

/// <summary>A sentence of a context and its meaning.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Slots">Values by name; empty where the intent has none.</param>
internal sealed record SampleRow(string Text, string Intent, IReadOnlyDictionary<string, SlotValue> Slots);
