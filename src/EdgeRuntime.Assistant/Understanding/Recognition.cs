using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the decoder (or the text matcher) made of one utterance.</summary>
/// <param name="Best">The best reading; null when no sentence of the context fits at all.</param>
/// <param name="RunnerUp">The best reading with another meaning, if any survived.</param>
/// <param name="Confidence">Confidence in <paramref name="Best"/>, 0..1; 1 for typed text.</param>
/// <param name="PathScore">Log-probability of the best path per spoken frame minus that of the free phone loop; at most 0;
/// higher is better.</param>
/// <param name="Margin">Score per spoken frame by which the best reading beats the runner-up; +infinity without one.</param>
/// <param name="SpokenFrames">Model frames (40 ms) that carry speech on the best path.</param>
/// <param name="Verdict">Accept, ask or reject, by the thresholds of the decoding options.</param>
public sealed record Recognition(
    Interpretation? Best,
    Interpretation? RunnerUp,
    double Confidence,
    double PathScore,
    double Margin,
    int SpokenFrames,
    RecognitionVerdict Verdict)
{
    /// <summary>What the spoken recognition was measured by; null for typed text.</summary>
    public RecognitionEvidence? Evidence { get; init; }

    /// <summary>What a model of free sentences made of it; null where the grammar alone read it.</summary>
    public SentenceEvidence? Sentence { get; init; }
}
