namespace EdgeRuntime.Assistant.Listening;

/// <summary>What the voice activity model says of 40 ms of sound.</summary>
/// <param name="EndFrame">Number of the first feature frame (10 ms) after them.</param>
/// <param name="Probability">Probability of speech, 0..1.</param>
/// <param name="IsSpeech">Speech or not, with hysteresis.</param>
public readonly record struct VoiceActivity(long EndFrame, float Probability, bool IsSpeech);
