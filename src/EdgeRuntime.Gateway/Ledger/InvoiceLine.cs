namespace EdgeRuntime.Gateway.Ledger;

/// <summary>One line of an invoice.</summary>
internal sealed record InvoiceLine
{
    /// <summary>Empty for keys of the tenant itself.</summary>
    public required string Device { get; init; }

    public required string Model { get; init; }

    public required long Turns { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long AudioInputMs { get; init; }

    public required long AudioOutputMs { get; init; }

    public required long Images { get; init; }

    public required long CostNanos { get; init; }

    /// <summary>In units of the currency.</summary>
    public string Cost => Money.Text(CostNanos);

    public static InvoiceLine Of(UsageKey key, UsageSum sum) => new()
    {
        Device = key.DeviceId,
        Model = key.Model,
        Turns = sum.Turns,
        InputTokens = sum.Used.InputTokens,
        OutputTokens = sum.Used.OutputTokens,
        AudioInputMs = sum.Used.AudioInputMs,
        AudioOutputMs = sum.Used.AudioOutputMs,
        Images = sum.Used.Images,
        CostNanos = sum.CostNanos,
    };
}
