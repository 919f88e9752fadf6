using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Settings of the <see cref="WakeWordDetector"/>.</summary>
public sealed record WakeWordOptions
{
    /// <value>The phrases, in the order of the model's outputs. Default: those of our model at 0.2, about 60 reports per hour
    /// of speech, most of which the second stage turns down; the last two are names of other products, which it was taught as well, and
    /// are off.</value>
    public IReadOnlyList<WakePhrase> Phrases { get; init; } =
    [
        new("view glass", 0.2f), new("computer", 0.2f), new("jarvis", 0.2f), new("smart mirror", 0.2f),
        new("alexa", 0.2f) { Enabled = false }, new("snowboy", 0.2f) { Enabled = false },
    ];

    /// <value>Time for which a score has to stay the highest before it is reported as the end of the phrase, 0 to 1 s. Default 160 ms: by
    /// then
    /// the history holds what the second stage looks at, since the causal acoustic model says the last phone late.</value>
    public TimeSpan PeakHold { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <value>Time after a peak in which only a clearly higher one is reported, up to 10 s. Default 1 s.</value>
    public TimeSpan Refractory { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>Start of a stream in which no phrase can have ended yet, and the model, which has heard nothing, is not believed; 0 to 1 s.
    /// Default 300 ms.</value>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Says what is wrong with the settings; null when nothing is.</summary>
    public Failure? Validate()
    {
        if (Phrases.FirstOrDefault(phrase => phrase.Threshold is not (> 0 and < 1) || string.IsNullOrWhiteSpace(phrase.Text)) is { } wrong)
        {
            return OptionFailures.Wrong(
                Stages.Wake, nameof(WakeWordOptions), $"phrase \"{wrong.Text}\" with threshold {wrong.Threshold}",
                "Give each phrase words and a threshold above 0 and below 1.");
        }

        return Phrases.Count > 0 && IsWithin(Refractory, seconds: 10) && IsWithin(PeakHold, seconds: 1) && IsWithin(WarmUp, seconds: 1)
            ? null
            : OptionFailures.Wrong(
                Stages.Wake, nameof(WakeWordOptions),
                $"{Phrases.Count} phrases, Refractory {Refractory}, PeakHold {PeakHold}, WarmUp {WarmUp}",
                "Give at least one phrase, a Refractory of 0 to 10 s, and a PeakHold and a WarmUp of 0 to 1 s.");
    }

    private static bool IsWithin(TimeSpan time, double seconds) => time >= TimeSpan.Zero && time <= TimeSpan.FromSeconds(seconds);
}
