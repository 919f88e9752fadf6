namespace EdgeRuntime.Assistant.Turns;

/// <summary>When both stages together say that a wake phrase was said: first-stage log-odds + <see cref="Weight"/> · max(score,
/// <see cref="Floor"/>) reaches the phrase's threshold. Measured on one fold of people: at one false alarm per hour either stage alone misses
/// 17 to 19 %, their sum 6 % (models/training/small/phrase_score.py).</summary>
public sealed record WakeCheckOptions
{
    /// <value>Sound before a detection that is searched for the phrase; the longest phrase, said slowly, and the delay of the detector.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1.6);

    /// <value>Of the second stage's score in the sum; its score is in nats per spoken frame relative to the free phone loop (at most 0).</value>
    public double Weight { get; init; } = 3;

    /// <value>Lowest score that counts, so that one bad match cannot outvote a certain first stage without limit.</value>
    public double Floor { get; init; } = -3;

    /// <value>Sum from which a phrase is confirmed, where <see cref="Thresholds"/> has none for it.</value>
    public double Threshold { get; init; } = -2.2;

    /// <value>Sums from which the phrases are confirmed, in the order of the wake model; may be shorter.</value>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    /// <summary>Threshold of a phrase.</summary>
    /// <param name="phrase">Its number in the wake model.</param>
    public double ThresholdOf(int phrase) => phrase < Thresholds.Count ? Thresholds[phrase] : Threshold;

    /// <summary>The sum of both stages.</summary>
    /// <param name="probability">First stage, 0..1 exclusive.</param>
    /// <param name="score">Second stage.</param>
    public double Sum(double probability, double score)
    {
        // A probability of exactly 0 or 1 is one rounded to float; its log-odds are bounded like those of the next float.
        var bounded = Math.Clamp(probability, 1e-7, 1 - 1e-7);
        return Math.Log(bounded / (1 - bounded)) + (Weight * Math.Max(score, Floor));
    }

    /// <value>Sound before the end of the phrase that the recogniser gets again, 0 to 1 s.</value>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => Window >= TimeSpan.FromSeconds(0.5) && Window <= TimeSpan.FromSeconds(5) && Weight >= 0 && Floor <= 0
        && Lead >= TimeSpan.Zero && Lead <= TimeSpan.FromSeconds(1)
        ? null
        : new Failure(
            Stages.Start, "wake-check-options-invalid",
            "The wake check needs a window of 0.5 to 5 seconds, a lead of 0 to 1 second, a weight of at least 0 and a floor of at most 0.", "Correct the setting.");
}
