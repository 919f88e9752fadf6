namespace EdgeRuntime.Assistant.Listening;

/// <summary>The always-on model believes that it heard a wake phrase; the acoustic model has yet to agree.</summary>
/// <param name="Phrase">Index into <see cref="WakeWordOptions.Phrases"/>.</param>
/// <param name="Score">Probability, 0..1.</param>
/// <param name="EndFrame">Number of the first feature frame (10 ms) after the step with the highest score; the phrase ends at or shortly
/// before it.</param>
public readonly record struct WakeDetection(int Phrase, float Score, long EndFrame)
{
    /// <summary>What <see cref="Score"/> was before the logistic function, where high scores still differ; the second stage adds its own
    /// to it.</summary>
    public float Logit { get; init; }
}
