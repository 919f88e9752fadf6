using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Device.Commands.Context;

/// <summary>A sentence of a context and its meaning.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Intent">Intent.</param>
/// <param name="Slots">Values by slot.</param>
internal sealed record SampleRow(string Text, string Intent, IReadOnlyDictionary<string, SlotValue> Slots);
