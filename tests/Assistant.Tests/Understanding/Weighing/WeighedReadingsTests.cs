using System.Collections.Immutable;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Weighing;

namespace Assistant.Tests.Understanding.Weighing;

public sealed class WeighedReadingsTests
{
    private static readonly Neighbour[] Readings = [Reading("tea", -1), Reading("key", -3), Reading("pea", -20)];
    private static readonly double[] Expert = [-1100, -1000, -1010];

    [Theory]
    [InlineData(0, "tea", "key", 2)]
    [InlineData(0.1, "key", "tea", 8.2)]
    [InlineData(0.9, "key", "pea", 10.7)]
    public void Best_ByWeight_IsTheLargestSum(double weight, string first, string second, double margin)
    {
        var weighed = new WeighedReadings(Readings, Expert, weight);

        var best = weighed.Best();

        Assert.Equal((first, second), (Readings[best.First].Reading.Words, Readings[best.Second].Reading.Words));
        Assert.Equal(margin, weighed.Judge(best, Readings[0].Reading, false, fit: 0).Margin, 0.001);
    }

    [Fact]
    public void Judge_AnotherThanTheNetworksChose_SaysHowMuchTheyLose()
    {
        var weighed = new WeighedReadings(Readings, Expert, 0.1);

        var opinion = weighed.Judge(weighed.Best(), Readings[0].Reading, readsTheSame: false, fit: -1.5);

        Assert.Equal(new ExpertOpinion(true, false, false, opinion.Margin, 10, -1.5, 2), opinion);
    }

    [Fact]
    public void Best_OneReading_HasNoNext()
    {
        var weighed = new WeighedReadings([Readings[0]], [-5], 0.1);

        Assert.Equal((0, -1), weighed.Best());
        Assert.Equal(
            new ExpertOpinion(true, true, true, double.PositiveInfinity, double.PositiveInfinity, 0, 0),
            weighed.Judge((0, -1), Readings[0].Reading, readsTheSame: true, fit: 0));
    }

    [Fact]
    public void Best_TheExpertHeardNone_TakesTheNetworks()
    {
        double[] nothing = [double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity];
        var weighed = new WeighedReadings(Readings, nothing, 0.1);

        var best = weighed.Best();

        Assert.Equal(0, best.First);
        Assert.Equal(0, weighed.Judge(best, Readings[0].Reading, false, fit: 0).Margin);
    }

    private static Neighbour Reading(string word, float score)
    {
        var slots = ImmutableDictionary<string, SlotValue>.Empty.Add("what", SlotValue.Create(SlotKind.List, word));
        return new Neighbour(new Interpretation("Order", slots, word, false), score);
    }
}
