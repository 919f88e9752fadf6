using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>Sums of settled turns.</summary>
internal readonly record struct UsageSum(long Turns, Amounts Used, long CostNanos)
{
    public UsageSum Add(Amounts used, long costNanos) => Add(new UsageSum(1, used, costNanos));

    public UsageSum Add(UsageSum other) => checked(new UsageSum(
        Turns + other.Turns,
        new Amounts(
            Used.InputTokens + other.Used.InputTokens,
            Used.OutputTokens + other.Used.OutputTokens,
            Used.AudioInputMs + other.Used.AudioInputMs,
            Used.AudioOutputMs + other.Used.AudioOutputMs,
            Used.Images + other.Used.Images),
        CostNanos + other.CostNanos));
}
