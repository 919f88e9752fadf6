namespace EdgeRuntime.Gateway.Ledger.Prices;

/// <summary>One entry of the price list as an operator writes it, in units of the currency.</summary>
public sealed class ModelPriceOptions
{
    /// <value>Name that callers use, at most 64 bytes.</value>
    public string Model { get; set; } = "";

    /// <value>Per million tokens sent; whole nano units per token. Has to be given, 0 for nothing.</value>
    public decimal? InputPerMillionTokens { get; set; }

    /// <value>Per million tokens answered; whole nano units per token. Has to be given, 0 for nothing.</value>
    public decimal? OutputPerMillionTokens { get; set; }

    /// <value>Per second of sound heard or made. Has to be given for a model that hears or speaks, 0 for nothing.</value>
    public decimal? AudioPerSecond { get; set; }

    /// <value>Per picture looked at.</value>
    public decimal PerImage { get; set; }
}
