using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>How a conversation is led.</summary>
public sealed record ConversationOptions
{
    /// <value>Sound taken from the source at a time, in samples; 10 ms.</value>
    public int ChunkSamples { get; init; } = AudioFormat.HopSamples;

    /// <value>How long the wearer may take to begin after the wake phrase or a question.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() =>
        ChunkSamples is > 0 and <= Listening.AlwaysOnListener.MaxChunkSamples && Patience > TimeSpan.Zero
            ? null
            : new Failure(
                Stages.Start, "conversation-options-invalid", "A conversation needs chunks of 1 to 16,000 samples and some patience.",
                "Correct the setting.");
}
