using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Settings of the <see cref="AlwaysOnListener"/>.</summary>
public sealed record ListenerOptions
{
    /// <value>When a stretch of sound counts as speech.</value>
    public VoiceActivityOptions VoiceActivity { get; init; } = new();

    /// <value>The phrases that wake, and how sure the model has to be of each.</value>
    public WakeWordOptions WakeWord { get; init; } = new();

    /// <value>Sound that is kept for the recogniser, 1 s to 120 s; 32 KB per second. Default 30 s.</value>
    public TimeSpan History { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Says what is wrong with the settings; null when nothing is.</summary>
    public Failure? Validate() =>
        VoiceActivity.Validate() ?? WakeWord.Validate() ?? (History >= TimeSpan.FromSeconds(1) && History <= TimeSpan.FromSeconds(120)
        ? null
        : OptionFailures.Wrong(Stages.Audio, nameof(ListenerOptions), $"History {History}", "Keep 1 to 120 seconds."));
}
