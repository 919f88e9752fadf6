using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Ledger.Prices;

/// <summary>What every model costs. Read once at start; a turn keeps the prices it began with.</summary>
public sealed class PriceList : IPriceList
{
    /// <summary>Model that there is when no price list is configured.</summary>
    public const string Scripted = "scripted";

    /// <summary>1 unit of the currency = 1 000 000 000 nano units.</summary>
    internal const long NanosPerUnit = 1_000_000_000;

    /// <summary>A price of 1 per million tokens is 1 000 nano units per token.</summary>
    internal const long NanosPerMillionth = NanosPerUnit / 1_000_000;

    /// <summary>Keeps every sum that the bounds of the contract allow far inside 64 bits.</summary>
    internal const decimal HighestPrice = 10_000;

    private static readonly ModelPrice Development = new(
        Scripted, InputTokenNanos: 100, OutputTokenNanos: 400, AudioSecondNanos: 100_000, ImageNanos: 1_000_000);

    private readonly Dictionary<string, ModelPrice> _prices;

    /// <summary>Takes prices that the options' validator has accepted.</summary>
    public PriceList(IOptions<LedgerOptions> options)
    {
        var configured = options.Value.Prices;
        All = configured.Count == 0 ? [Development] : [.. configured.Select(PriceOf)];
        _prices = All.ToDictionary(price => price.Model, StringComparer.Ordinal);
        Currency = options.Value.Currency;
    }

    /// <inheritdoc/>
    public string Currency { get; }

    /// <summary>In the order of the configuration.</summary>
    public IReadOnlyList<ModelPrice> All { get; }

    /// <inheritdoc/>
    public IEnumerable<string> Models => All.Select(price => price.Model);

    /// <inheritdoc/>
    public string DefaultModel => All[0].Model;

    /// <inheritdoc/>
    public Outcome<ModelPrice> Find(string model)
    {
        if (_prices.TryGetValue(model, out var price)) return price;
        return LedgerFailures.ModelUnknown(All);
    }

    private static ModelPrice PriceOf(ModelPriceOptions price) => new(
        price.Model,
        (long)(price.InputPerMillionTokens!.Value * NanosPerMillionth),
        (long)(price.OutputPerMillionTokens!.Value * NanosPerMillionth),
        (long)((price.AudioPerSecond ?? 0) * NanosPerUnit),
        (long)(price.PerImage * NanosPerUnit));
}
