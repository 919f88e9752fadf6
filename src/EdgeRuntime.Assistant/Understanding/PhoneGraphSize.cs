namespace EdgeRuntime.Assistant.Understanding;

/// <summary>How large a compiled context is.</summary>
/// <param name="Words">Distinct words.</param>
/// <param name="WordArcs">Arcs of the word graph it was made from.</param>
/// <param name="UnsharedStates">States after sharing prefixes and before sharing suffixes.</param>
/// <param name="States">States of the phone graph.</param>
/// <param name="Arcs">Arcs of the phone graph, one phone each.</param>
/// <param name="Bytes">Memory of the tables that the decoder reads.</param>
public readonly record struct PhoneGraphSize(int Words, int WordArcs, int UnsharedStates, int States, int Arcs, long Bytes);
