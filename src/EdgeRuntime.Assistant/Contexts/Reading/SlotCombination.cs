namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>A combination of slots that an intent is said with, as Home Assistant names it:
/// <c>HassTurnOn</c> with <c>area_domain</c>.</summary>
internal readonly record struct SlotCombination(string Intent, string Name);
