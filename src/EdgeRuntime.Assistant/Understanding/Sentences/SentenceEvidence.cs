using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>What the reading of a free sentence rests on.</summary>
/// <param name="Intent">Likeliest intent that the glasses have.</param>
/// <param name="Probability">Its probability by the model.</param>
/// <param name="Outside">Probability that it is nothing the glasses do.</param>
/// <param name="More">Probability of more than one wish.</param>
/// <param name="Negated">Probability of a wish that is not meant.</param>
/// <param name="Unread">Slots whose words no grammar reads, and values said outside all slots; 0 where the wearer is asked anyway.</param>
/// <param name="WorstSlot">Probability of the least certain slot; 1 without slots.</param>
/// <param name="Kind">What became of it.</param>
public sealed record SentenceEvidence(
    string Intent, double Probability, double Outside, double More, double Negated, int Unread, double WorstSlot, SentenceKind Kind)
{
    /// <summary>The likeliest reading, carried out or not; null where there is none.</summary>
    public Interpretation? Reading { get; init; }

    /// <summary>How many measures the confidence is made of.</summary>
    internal const int Measures = 6;

    private const double Least = 1e-6;

    /// <summary>Confidence, 0..1: the logistic function of the weighted measures.</summary>
    /// <param name="weights">[7]: a constant, then one for each measure.</param>
    internal double Confidence(IReadOnlyList<double> weights)
    {
        ReadOnlySpan<double> measures =
        [
            LogOdds(Probability), LogOdds(Outside), LogOdds(More), LogOdds(Negated), Math.Min(Unread, 2),
            Math.Log(Math.Max(WorstSlot, Least)),
        ];
        var sum = weights[0];
        for (var i = 0; i < Measures; i++) sum += weights[i + 1] * measures[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    private static double LogOdds(double share)
    {
        var held = Math.Clamp(share, Least, 1 - Least);
        return Math.Log(held / (1 - held));
    }
}
