namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>One arc of a <see cref="WordGraph"/>; at most one of word and action is set, neither means a plain epsilon.</summary>
/// <param name="To">Target node.</param>
/// <param name="Word">Index into <see cref="WordGraph.Words"/>, <see cref="WordGraph.Epsilon"/> or
/// <see cref="WordGraph.AnyWords"/>.</param>
/// <param name="Action">Index into <see cref="WordGraph.Actions"/>, or -1.</param>
public readonly record struct WordArc(int To, int Word, int Action);
