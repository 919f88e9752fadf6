using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>How sound becomes a recognition: what belongs to no model, and what stands over a model's own settings.</summary>
public sealed record HearingOptions
{
    /// <value>Always-on listening; its phrases and how long a peak has to hold are the wake model's.</value>
    public ListenerOptions Listener { get; init; } = new();

    /// <value>Second stage of the wake word; weights and thresholds are the wake model's.</value>
    public WakeCheckOptions WakeCheck { get; init; } = new();

    /// <value>What stands over the wake model's settings.</value>
    public WakeOptions Wake { get; init; } = new();

    /// <value>Where an utterance begins and ends.</value>
    public SegmenterOptions Segmenter { get; init; } = new();

    /// <value>What stands over the acoustic model's settings.</value>
    public RecognitionOptions Recognition { get; init; } = new();

    /// <value>Limits of what can be heard; prefixes are the wake phrases.</value>
    public PhoneGraphOptions Graph { get; init; } = new();

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => Listener.Validate() ?? WakeCheck.Validate() ?? Segmenter.Validate();
}
