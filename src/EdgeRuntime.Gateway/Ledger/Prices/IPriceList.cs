namespace EdgeRuntime.Gateway.Ledger.Prices;

/// <summary>What models cost. Safe for several threads; a turn keeps the price that it began with.</summary>
public interface IPriceList
{
    /// <summary>ISO 4217 code that all prices are in.</summary>
    string Currency { get; }

    /// <summary>Model for callers who name none and whose tenant names none.</summary>
    string DefaultModel { get; }

    /// <summary>Names of all models, in the order of the configuration.</summary>
    IEnumerable<string> Models { get; }

    /// <summary>The price of a model, or <c>model-unknown</c>.</summary>
    Outcome<ModelPrice> Find(string model);
}
