using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>When both stages together say that a wake phrase was said:
/// first-stage log-odds + <see cref="Weight"/> · max(score, <see cref="Floor"/>) + <see cref="ReaderWeight"/> · reading reaches the
/// phrase's threshold. How the weights are fitted and what they gain stands in models/cards/wake.md.</summary>
public sealed record WakeCheckOptions
{
    /// <value>Sound before a detection that is searched for the phrase; the longest phrase, said slowly,
    /// and the delay of the detector. With the tail it is what the reading network was taught on.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(2.24);

    /// <value>Of the second stage's score in the sum; its score is in nats per spoken frame relative to the free phone loop (at most
    /// 0).</value>
    public double Weight { get; init; } = 3;

    /// <value>Lowest score that counts, so that one bad match cannot outvote a certain first stage without limit.</value>
    public double Floor { get; init; } = -3;

    /// <value>Of the logit of the network that reads the acoustic outputs.</value>
    public double ReaderWeight { get; init; }

    /// <value>Whether the second pass of the recogniser looks too; weights and thresholds belong to one or the other.</value>
    public bool BothPasses { get; init; }

    /// <value>Sum from which a phrase is confirmed, where <see cref="Thresholds"/> has none for it.</value>
    public double Threshold { get; init; } = -2.2;

    /// <value>Sums from which the phrases are confirmed, in the order of the wake model; may be shorter.</value>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    /// <summary>Threshold of a phrase.</summary>
    /// <param name="phrase">Its number in the wake model.</param>
    public double ThresholdOf(int phrase) => phrase < Thresholds.Count ? Thresholds[phrase] : Threshold;

    /// <summary>The sum of both stages.</summary>
    /// <param name="probability">First stage, 0..1 exclusive.</param>
    /// <param name="score">Fit of the phrase to the acoustic outputs, at most 0.</param>
    /// <param name="reading">Logit of the reading network; 0 without one.</param>
    public double Sum(double probability, double score, double reading)
    {
        // A probability of exactly 0 or 1 is one rounded to float; its log-odds are bounded like those of the next float.
        var bounded = Math.Clamp(probability, 1e-7, 1 - 1e-7);
        return Math.Log(bounded / (1 - bounded)) + (Weight * Math.Max(score, Floor)) + (ReaderWeight * reading);
    }

    /// <value>Sound before the end of the phrase that the recogniser gets again, 0 to 1 s.</value>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() =>
        Window >= TimeSpan.FromSeconds(0.5) && Window <= TimeSpan.FromSeconds(5) && Weight >= 0 && ReaderWeight >= 0 && Floor <= 0
        && Lead >= TimeSpan.Zero && Lead <= TimeSpan.FromSeconds(1)
        ? null
        : new Failure(
            Stages.Start, "wake-check-options-invalid",
            "The wake check needs a window of 0.5 to 5 seconds, a lead of 0 to 1 second, weights of at least 0 and a floor of at most 0.",
            "Correct the setting.");
}
