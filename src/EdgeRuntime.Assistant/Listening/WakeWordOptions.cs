namespace EdgeRuntime.Assistant.Listening;

/// <summary>Settings of the <see cref="WakeWordDetector"/>.</summary>
public sealed record WakeWordOptions
{
    /// <value>The phrases, in the order of the model's outputs. Default: the four of our model at 0.5.</value>
    public IReadOnlyList<WakePhrase> Phrases { get; init; } =
        [new("view glass", 0.5f), new("computer", 0.5f), new("jarvis", 0.5f), new("smart mirror", 0.5f)];

    /// <value>Time after a report in which nothing is reported again, up to 10 s. Default 1 s.</value>
    public TimeSpan Refractory { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Says what is wrong with the settings; null when nothing is.</summary>
    public Failure? Validate()
    {
        if (Phrases.FirstOrDefault(phrase => phrase.Threshold is not (> 0 and < 1) || string.IsNullOrWhiteSpace(phrase.Text)) is { } wrong)
        {
            return OptionFailures.Wrong(
                Stages.Wake, nameof(WakeWordOptions), $"phrase \"{wrong.Text}\" with threshold {wrong.Threshold}", "Give each phrase words and a threshold above 0 and below 1.");
        }

        return Phrases.Count > 0 && Refractory >= TimeSpan.Zero && Refractory <= TimeSpan.FromSeconds(10)
            ? null
            : OptionFailures.Wrong(
                Stages.Wake, nameof(WakeWordOptions), $"{Phrases.Count} phrases, Refractory {Refractory}", "Give at least one phrase and a Refractory of 0 to 10 s.");
    }
}
