using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>What one tenant owes for one month.</summary>
/// <param name="Tenant">Id of who owes it.</param>
/// <param name="Month">As in "2026-11", UTC. Turns count in the month in which they began.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">By device, model and price.</param>
/// <param name="TotalNanos">Sum of the lines.</param>
internal sealed record Invoice(string Tenant, string Month, string Currency, IReadOnlyList<InvoiceLine> Lines, long TotalNanos)
{
    /// <summary>In units of the currency.</summary>
    public string Total => Money.Text(TotalNanos);

    /// <summary>Sums the bills of a month.</summary>
    public static Invoice From(string tenant, int month, string currency, IReadOnlyList<BilledUsage> billed)
    {
        var lines = billed.Select(InvoiceLine.From).ToList();
        return new Invoice(
            tenant, EdgeRuntime.Gateway.Ledger.Month.Text(month), currency, lines,
            lines.Aggregate(0L, (sum, line) => checked(sum + line.CostNanos)));
    }
}
