using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Speaking;

/// <summary>How answers are spoken aloud.</summary>
public sealed record SpeechOptions
{
    /// <value>Speech program, one of <see cref="SpeechVoice.Known"/>; null for the best one that is installed.</value>
    public string? Program { get; init; }

    /// <value>Voice that flite speaks with.</value>
    public string FliteVoice { get; init; } = "slt";

    /// <value>Voice that espeak-ng speaks with.</value>
    public string EspeakVoice { get; init; } = "en-us";

    /// <value>Longest time for the sound of one sentence; half a minute of speech takes flite less than a second on one small
    /// core.</value>
    public TimeSpan SentenceDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Program that plays a WAV on its standard input: a name on the search path, or a path.</value>
    public string Player { get; init; } = "aplay";

    /// <value>Arguments of the player.</value>
    public IReadOnlyList<string> PlayerArguments { get; init; } = ["-q", "-"];

    /// <value>What a player may take beyond the length of the sound, to open a sound card and to let it run dry.</value>
    public TimeSpan PlayerGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => SentenceDeadline > TimeSpan.Zero && PlayerGrace > TimeSpan.Zero && Player.Length > 0
        ? null
        : new Failure(Stages.Start, "speech-options-invalid", "Speech needs a player and times above zero.", "Correct the setting.");
}
