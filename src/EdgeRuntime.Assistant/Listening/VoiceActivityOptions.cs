using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Settings of the <see cref="VoiceActivityDetector"/>.</summary>
public sealed record VoiceActivityOptions
{
    /// <value>Probability from which silence turns into speech, 0..1. Default 0.5.</value>
    public float SpeechOn { get; init; } = 0.5f;

    /// <value>Probability below which speech turns into silence, at most <see cref="SpeechOn"/>. Default 0.35.</value>
    public float SpeechOff { get; init; } = 0.35f;

    /// <summary>Says what is wrong with the settings; null when nothing is.</summary>
    public Failure? Validate() => SpeechOn is > 0 and < 1 && SpeechOff > 0 && SpeechOff <= SpeechOn
        ? null
        : OptionFailures.Wrong(
            Stages.Vad, nameof(VoiceActivityOptions), $"SpeechOff {SpeechOff} and SpeechOn {SpeechOn}",
            "Set 0 < SpeechOff <= SpeechOn < 1.");
}
