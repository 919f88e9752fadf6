using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Ledger;

public sealed class LedgerOptionsTests
{
    [Fact]
    public void Prices_FromConfiguration_BecomeWholeNanoUnits()
    {
        var options = Bind(
            ("Prices:0:Model", "llama3:8b"), ("Prices:0:InputPerMillionTokens", "0.15"), ("Prices:0:OutputPerMillionTokens", "0.60"),
            ("Prices:0:AudioPerSecond", "0.0001"), ("Prices:0:PerImage", "0.001"));

        var prices = new PriceList(Options.Create(options));

        Assert.Equal(new ModelPrice("llama3:8b", 150, 600, 100_000, 1_000_000), prices.Find("llama3:8b").Value);
        Assert.Equal("llama3:8b", prices.DefaultModel);
        Assert.Equal("model-unknown", prices.Find("gpt-7").Failure!.Code);
        Assert.Null(Problem(options));
    }

    [Fact]
    public void Prices_NoneConfigured_AreThoseOfTheScriptedModel() =>
        Assert.Equal("scripted", new PriceList(Options.Create(new LedgerOptions())).DefaultModel);

    [Theory]
    [InlineData("Prices:0:InputPerMillionTokens", "-0.01", "a price is zero or more")]
    [InlineData("Prices:0:OutputPerMillionTokens", "-1", "a price is zero or more")]
    [InlineData("Prices:0:AudioPerSecond", "-1", "a price is zero or more")]
    [InlineData("Prices:0:PerImage", "-1", "a price is zero or more")]
    [InlineData("Prices:0:InputPerMillionTokens", "0.0001", "whole number")]
    [InlineData("Prices:0:PerImage", "100001", "at most")]
    [InlineData("Prices:0:Model", "", "name a model")]
    [InlineData("Prices:1:Model", "m", "one price")]
    [InlineData("Currency", "dollars", "ISO 4217")]
    [InlineData("MostPerTransaction", "0", "use 1 to 4096")]
    [InlineData("QueueLength", "0", "use 1")]
    [InlineData("SweepEvery", "00:00:00", "use 00:00:01")]
    public void Validate_BadValue_NamesKeyAndFix(string key, string value, string fix)
    {
        var problem = Problem(Bind(
            ("Prices:0:Model", "m"), ("Prices:0:InputPerMillionTokens", "1"), ("Prices:0:OutputPerMillionTokens", "0"), (key, value)));

        Assert.StartsWith($"Gateway:Ledger:{key} is '", problem);
        Assert.Contains(fix, problem);
    }

    [Theory]
    [InlineData("InputPerMillionTokens", "OutputPerMillionTokens")]
    [InlineData("OutputPerMillionTokens", "InputPerMillionTokens")]
    public void Validate_ModelWithoutAPrice_IsNotFreeOfCharge(string given, string missing)
    {
        var problem = Problem(Bind(("Prices:0:Model", "m"), ($"Prices:0:{given}", "1")));

        Assert.Equal($"Gateway:Ledger:Prices:0:{missing} is not set: give a price, 0 for nothing.", problem);
    }

    private static string? Problem(LedgerOptions options) => new LedgerOptions.Validator().Validate(null, options).FailureMessage;

    private static LedgerOptions Bind(params (string Key, string? Value)[] settings)
    {
        var values = settings.GroupBy(setting => setting.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        var options = new LedgerOptions();
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Bind(options);
        return options;
    }
}
