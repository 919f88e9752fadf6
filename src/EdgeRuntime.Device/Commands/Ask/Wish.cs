using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary>One wish of <c>ask</c>.</summary>
/// <param name="Recognition">What the glasses understood.</param>
/// <param name="Said">What was said, for the cloud.</param>
internal sealed record Wish(Recognition Recognition, Utterance Said)
{
    /// <summary>Set when the recording was shorter than its header promised.</summary>
    public Failure? Short { get; init; }
}
