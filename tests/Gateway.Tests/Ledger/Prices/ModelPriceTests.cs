using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace Gateway.Tests.Ledger.Prices;

public sealed class ModelPriceTests
{
    [Fact]
    public void CostNanos_PartOfASecond_IsRoundedUp()
    {
        var price = new ModelPrice("m", InputTokenNanos: 150, OutputTokenNanos: 600, AudioSecondNanos: 999, ImageNanos: 7);

        Assert.Equal(10 * 150 + 2 * 600 + 1 + 3 * 7, price.CostNanos(new Amounts(10, 2, AudioInputMs: 1, AudioOutputMs: 0, Images: 3)));
    }

    [Fact]
    public void CostNanos_MoreThanMoneyHolds_Throws()
    {
        var price = new ModelPrice("m", long.MaxValue / 2, 0);

        Assert.Throws<OverflowException>(() => price.CostNanos(new Amounts(3, 0)));
    }
}
