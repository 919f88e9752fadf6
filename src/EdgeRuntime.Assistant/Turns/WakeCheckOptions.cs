namespace EdgeRuntime.Assistant.Turns;

/// <summary>When the acoustic model agrees that a wake phrase was said.</summary>
public sealed record WakeCheckOptions
{
    /// <value>Sound before a detection that is searched for the phrase; the longest phrase, said slowly, and the delay of the detector.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1.6);

    /// <value>Lowest score of the phrase, in nats per spoken frame relative to the free phone loop (at most 0).</value>
    public double MinScore { get; init; } = -1.5;

    /// <value>Lowest score of its worst phone, in nats per frame relative to the free phone loop.</value>
    public double MinWorstPhone { get; init; } = -8;

    /// <value>Sound before the end of the phrase that the recogniser gets again, 0 to 1 s.</value>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => Window >= TimeSpan.FromSeconds(0.5) && Window <= TimeSpan.FromSeconds(5) && MinScore <= 0 && MinWorstPhone <= 0
        && Lead >= TimeSpan.Zero && Lead <= TimeSpan.FromSeconds(1)
        ? null
        : new Failure(
            Stages.Start, "wake-check-options-invalid", "The wake check needs a window of 0.5 to 5 seconds, a lead of 0 to 1 second and scores of at most 0.", "Correct the setting.");
}
