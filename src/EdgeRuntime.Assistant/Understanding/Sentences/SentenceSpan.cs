namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Words of a sentence that are said to fill a slot.</summary>
/// <param name="Label">Label of the slot, such as <c>duration</c>.</param>
/// <param name="At">Where they stand.</param>
/// <param name="Probability">Probability of the least certain of them.</param>
public readonly record struct SentenceSpan(string Label, TextSpan At, double Probability);
