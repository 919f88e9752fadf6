namespace EdgeRuntime.Assistant.Answering;

/// <summary>What an answer used and cost.</summary>
public sealed record CloudBill
{
    /// <summary>Key in the provider's ledger; empty while the answer runs and where nothing was billed.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Tokens sent to the model.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens it answered with.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Sound heard, in milliseconds.</summary>
    public long AudioInputMs { get; init; }

    /// <summary>Speech made, in milliseconds.</summary>
    public long AudioOutputMs { get; init; }

    /// <summary>Pictures looked at.</summary>
    public long Images { get; init; }

    /// <summary>Cost in nano units of the currency.</summary>
    public long CostNanos { get; init; }

    /// <summary>ISO 4217; empty while the answer runs.</summary>
    public string Currency { get; init; } = string.Empty;
}
