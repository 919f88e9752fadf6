using CsCheck;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace Gateway.Tests.Ledger.Prices;

public sealed class MoneyTests
{
    [Fact]
    public void Parse_AnyTextOfMoney_GivesTheSameMoney() =>
        Gen.Long[0, long.MaxValue / 2].Sample(nanos => Assert.Equal(nanos, Money.Parse(Money.Text(nanos))));

    [Theory]
    [InlineData("12.50", 12_500_000_000)]
    [InlineData("0", 0L)]
    [InlineData("0.000000001", 1L)]
    [InlineData("0.0000000001", null)]
    [InlineData("-1", null)]
    [InlineData("1e3", null)]
    [InlineData("1,5", null)]
    [InlineData("9999999999999", null)]
    [InlineData("", null)]
    public void Parse_Text_GivesNanoUnitsOrNull(string text, long? nanos) => Assert.Equal(nanos, Money.Parse(text));
}
