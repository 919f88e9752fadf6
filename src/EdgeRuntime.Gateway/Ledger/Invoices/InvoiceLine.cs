using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>One line of an invoice: what one device used of one model at one price. Amounts times prices, plus
/// <see cref="AdjustmentNanos"/>, are the cost.</summary>
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

    public required long InputTokenNanos { get; init; }

    public required long OutputTokenNanos { get; init; }

    public required long AudioSecondNanos { get; init; }

    public required long ImageNanos { get; init; }

    /// <summary>What the cost differs by from the product: 0, but for bills of versions before 2026-12,
    /// which rounded sound and cut off what was not reserved.</summary>
    public required long AdjustmentNanos { get; init; }

    /// <summary>Turns whose tokens are an estimate.</summary>
    public required long EstimatedTurns { get; init; }

    /// <summary>In units of the currency.</summary>
    public string Cost => Money.Text(CostNanos);

    public static InvoiceLine From(BilledUsage billed) => From(billed.DeviceId, billed.Price, billed.Sum, billed.EstimatedTurns);

    private static InvoiceLine From(string device, ModelPrice price, UsageSum sum, long estimatedTurns) => new()
    {
        Device = device,
        Model = price.Model,
        InputTokenNanos = price.InputTokenNanos,
        OutputTokenNanos = price.OutputTokenNanos,
        AudioSecondNanos = price.AudioSecondNanos,
        ImageNanos = price.ImageNanos,
        AdjustmentNanos = sum.CostNanos - price.CostNanos(sum.Used),
        EstimatedTurns = estimatedTurns,
        Turns = sum.Turns,
        InputTokens = sum.Used.InputTokens,
        OutputTokens = sum.Used.OutputTokens,
        AudioInputMs = sum.Used.AudioInputMs,
        AudioOutputMs = sum.Used.AudioOutputMs,
        Images = sum.Used.Images,
        CostNanos = sum.CostNanos,
    };
}
