using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>What the acoustic model says of a wake detection.</summary>
/// <param name="Confirmed">True when the glasses wake.</param>
/// <param name="EndFrame">Number of the first feature frame (10 ms) after the phrase; what follows is the wish.</param>
/// <param name="Score">How well the phrase fits.</param>
public readonly record struct WakeVerdict(bool Confirmed, long EndFrame, PhraseScore Score);
