using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the decoder found in one utterance, not yet judged.</summary>
/// <param name="Best">The best reading; null when no sentence of the context ends here.</param>
/// <param name="RunnerUp">The best reading with another meaning, if any survived.</param>
/// <param name="Evidence">What was measured on the way.</param>
public sealed record DecodedSentence(Interpretation? Best, Interpretation? RunnerUp, RecognitionEvidence Evidence)
{
    /// <summary>What the arcs of the best reading say, in order; empty without one.</summary>
    internal int[] Path { get; init; } = [];
}
