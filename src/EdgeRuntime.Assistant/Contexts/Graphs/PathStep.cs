namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>One step along a path through a <see cref="WordGraph"/>, in the order in which the arcs were taken.</summary>
/// <param name="Word">Word index, <see cref="WordGraph.AnyWords"/>, or <see cref="WordGraph.Epsilon"/> where only an action stands.</param>
/// <param name="Action">Action index, or -1.</param>
/// <param name="Text">What stood at a wildcard, or at a word of a slot, where it was typed; null where it was spoken.</param>
public readonly record struct PathStep(int Word, int Action, string? Text = null);
