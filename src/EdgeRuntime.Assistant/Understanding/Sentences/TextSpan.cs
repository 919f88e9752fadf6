namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">Character behind it.</param>
public readonly record struct TextSpan(int Start, int End);
