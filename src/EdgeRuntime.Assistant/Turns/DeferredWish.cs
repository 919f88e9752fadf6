using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>A wish that waits for the cloud.</summary>
/// <param name="Key">Idempotency key: sent twice, it is answered and billed once.</param>
/// <param name="At">When the turn began that it came from, by the wall clock.</param>
/// <param name="Intent">What the glasses understood of it; null for an open question.</param>
/// <param name="TraceId">Trace of the turn it came from.</param>
public sealed record DeferredWish(string Key, Utterance Said, DateTimeOffset At, string? Intent, string TraceId);
