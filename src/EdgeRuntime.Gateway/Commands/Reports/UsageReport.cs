using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>What a tenant or a device has used in a month, in JSON output.</summary>
internal sealed record UsageReport
{
    public required string Tenant { get; init; }

    public required string Month { get; init; }

    public string? Device { get; init; }

    public required string Currency { get; init; }

    public required long Turns { get; init; }

    public required Amounts Used { get; init; }

    public required long CostNanos { get; init; }

    public required long ReservedNanos { get; init; }

    /// <summary>Null without a limit.</summary>
    public required long? BudgetNanos { get; init; }

    /// <summary>Null without a limit.</summary>
    public required long? BudgetLeftNanos { get; init; }
}
