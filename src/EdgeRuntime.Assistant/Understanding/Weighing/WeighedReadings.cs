using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Understanding.Weighing;

/// <summary>The readings of one utterance under two scores, that of the networks and that of the expert: a weighed sum chooses.</summary>
/// <param name="readings">They, with the scores of the networks.</param>
/// <param name="expert">Log densities in nats; -infinity for what lies far behind.</param>
/// <param name="weight">Share of the expert in the sum, between 0 and 1.</param>
internal sealed class WeighedReadings(IReadOnlyList<Neighbour> readings, double[] expert, double weight)
{
    /// <summary>Places of the best reading and of the next one, which is below 0 where there is only one.</summary>
    public (int First, int Second) Best()
    {
        var (first, second) = (0, -1);
        for (var i = 1; i < readings.Count; i++)
        {
            if (Sum(i) > Sum(first)) (first, second) = (i, first);
            else if (second < 0 || Sum(i) > Sum(second)) second = i;
        }

        return (first, second);
    }

    /// <summary>What the two scores say of each other.</summary>
    /// <param name="best">Places as <see cref="Best"/> gives them.</param>
    /// <param name="ofNetworks">What the networks chose.</param>
    /// <param name="readsTheSame">Whether the expert alone chose the same.</param>
    /// <param name="fit">See <see cref="ExpertOpinion.Fit"/>.</param>
    public ExpertOpinion Judge((int First, int Second) best, Interpretation ofNetworks, bool readsTheSame, double fit)
    {
        var (own, net) = (double.NegativeInfinity, readings[best.First].Score);
        for (var i = 0; i < readings.Count; i++)
        {
            net = Math.Max(net, readings[i].Score);
            if (i != best.First) own = Math.Max(own, expert[i]);
        }

        return new ExpertOpinion(
            IsAsked: true,
            readings[best.First].Reading.MeansTheSameAs(ofNetworks),
            readsTheSame,
            best.Second < 0 ? double.PositiveInfinity : Difference(Sum(best.First), Sum(best.Second)),
            Difference(expert[best.First], own),
            fit,
            net - readings[best.First].Score);
    }

    private double Sum(int reading) => ((1 - weight) * readings[reading].Score) + (weight * expert[reading]);

    private static double Difference(double one, double other) => one.Equals(other) ? 0 : one - other; // both may be -infinity
}
