using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>What the acoustic model says of a wake detection.</summary>
/// <param name="Confirmed">True when the glasses wake.</param>
/// <param name="BeginFrame">Number of the feature frame (10 ms) from which the recogniser listens: shortly before the end of the phrase,
/// so that a wish said in the same breath is whole.</param>
/// <param name="Score">How well the phrase fits.</param>
/// <param name="Sum">Both stages together, compared with the phrase's threshold.</param>
public readonly record struct WakeVerdict(bool Confirmed, long BeginFrame, PhraseScore Score, double Sum);
