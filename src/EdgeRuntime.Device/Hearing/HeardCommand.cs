using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>What was understood in a stretch of sound, and what it cost.</summary>
/// <param name="Sound">Length of the sound that was taken in.</param>
/// <param name="Computing">Time spent on computing, waiting for sound left out.</param>
/// <param name="Latency">Computing from the arrival of the last sample that was needed to the recognition.</param>
/// <param name="Utterances">Stretches of speech that were tried: 1 where the sound was taken as one utterance.</param>
public sealed record HeardCommand(Recognition Recognition, TimeSpan Sound, TimeSpan Computing, TimeSpan Latency, int Utterances)
{
    /// <summary>Set when the sound was shorter than its header promised; what was there was heard.</summary>
    public Failure? Short { get; init; }
}
