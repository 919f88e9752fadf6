using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>What looks at a wake listens through this; one thread at a time.</summary>
/// <param name="Acoustic">The acoustic model as a stream of its own.</param>
/// <param name="Second">The second pass; null where the models have none.</param>
public sealed record WakeStreams(IStreamingModel Acoustic, SecondPass? Second);
