using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Sessions.Turns;

namespace Gateway.Tests.Sessions.Turns;

public sealed class TurnMeterTests
{
    private static readonly ModelPrice Price = new("m", InputTokenNanos: 10, OutputTokenNanos: 100, AudioSecondNanos: 1000, ImageNanos: 50);

    [Theory]
    [InlineData(1000, 5)] // (1000 - 50 × 10) / 100
    [InlineData(500, 0)]
    [InlineData(1_000_000, 64)]
    public void BeginRound_Grant_LimitsTheAnswer(long granted, long tokens) =>
        Assert.Equal(tokens, new TurnMeter(Price, granted).BeginRound(inputTokens: 50, images: 0, most: 64));

    [Fact]
    public void EndRound_UpstreamCounted_TakesThePlaceOfTheEstimate()
    {
        var meter = new TurnMeter(Price, 1_000_000);
        meter.BeginRound(inputTokens: 50, images: 1, most: 64);
        meter.Answered("nine bytes".Length);

        Assert.Equal(new Amounts(50, 3, Images: 1), meter.Used);
        meter.EndRound(new Amounts(40, 2));
        Assert.Equal(new Amounts(40, 2, Images: 1), meter.Used);
        meter.BeginRound(inputTokens: 60, images: 0, most: 64);
        Assert.Equal(new Amounts(100, 2, Images: 1), meter.Used);
        meter.AbandonRound(images: 0);
        Assert.Equal(new Amounts(40, 2, Images: 1), meter.Used);
    }

    // What would be billed of it would be neither the count nor the estimate.
    [Fact]
    public void EndRound_CountCostsMoreThanTheGrant_LeavesTheEstimateAndSaysSo()
    {
        var meter = new TurnMeter(Price, 1000);
        meter.BeginRound(inputTokens: 50, images: 0, most: 64);
        meter.Answered("nine bytes".Length);
        meter.EndRound(new Amounts(60, 8));

        Assert.Equal(new Amounts(50, 3), meter.Used);
        Assert.Equal(meter.Used, meter.Billable);
        Assert.True(meter.IsEstimated);
    }

    [Fact]
    public void IsExhausted_CostReachesTheGrant_IsTrueAndCostStaysUnderIt()
    {
        var meter = new TurnMeter(Price, 600);
        meter.BeginRound(inputTokens: 50, images: 0, most: 64);

        Assert.False(meter.IsExhausted);
        meter.Answered("eight by".Length);
        Assert.True(meter.IsExhausted);
        Assert.Equal(600, meter.CostNanos);
    }

    [Fact]
    public void IsExhausted_ModelIsFree_NeverIs()
    {
        var meter = new TurnMeter(new ModelPrice("free", 0, 0), 0);

        Assert.Equal(64, meter.BeginRound(inputTokens: 50, images: 0, most: 64));
        meter.Answered("words".Length);
        Assert.False(meter.IsExhausted);
    }

    [Fact]
    public void Heard_SoundAndSpeech_CostTheirSeconds()
    {
        var meter = new TurnMeter(Price, 1_000_000);
        meter.Heard(1500);
        meter.Spoke(500);

        Assert.Equal(2000, meter.CostNanos);
        meter.Heard(-1500);
        Assert.Equal(500, meter.CostNanos);
    }
}
