namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What one tenant owes for one month.</summary>
/// <param name="Tenant">Tenant.</param>
/// <param name="Month">As in "2026-11", UTC. Turns count in the month in which they began.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">By device and model.</param>
/// <param name="TotalNanos">Sum of the lines.</param>
internal sealed record Invoice(string Tenant, string Month, string Currency, IReadOnlyList<InvoiceLine> Lines, long TotalNanos)
{
    /// <summary>In units of the currency.</summary>
    public string Total => Money.Text(TotalNanos);

    /// <summary>Sums the usage of a month.</summary>
    public static Invoice Of(string tenant, int month, string currency, IReadOnlyList<KeyValuePair<UsageKey, UsageSum>> usage)
    {
        var lines = usage.Select(line => InvoiceLine.Of(line.Key, line.Value)).ToList();
        return new Invoice(tenant, EdgeRuntime.Gateway.Ledger.Month.Text(month), currency, lines, lines.Aggregate(0L, (sum, line) => checked(sum + line.CostNanos)));
    }
}
