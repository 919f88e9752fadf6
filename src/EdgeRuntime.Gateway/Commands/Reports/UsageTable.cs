using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>Usage of tenants, as <c>usage</c> and <c>budgets</c> show it.</summary>
internal static class UsageTable
{
    /// <summary>One report per tenant; only one tenant's when it is named.</summary>
    public static async ValueTask<Outcome<List<UsageReport>>> ReadAsync(
        IServiceProvider services, string? tenant, string? month, string? device, CancellationToken cancellationToken)
    {
        var tenants = await services.OpenAsync<TenantRegistry>(cancellationToken);
        if (!MonthOption.Read(month, services.GetRequiredService<TimeProvider>()).TryGet(out var number, out var failure)) return failure;
        if (!(await RowsAsync(tenants, tenant, cancellationToken)).TryGet(out var rows, out failure)) return failure;
        var reports = new List<UsageReport>();
        foreach (var row in rows)
        {
            var usage = await services.GetRequiredService<LedgerReader>().UsageAsync(row.Id, number, device, cancellationToken);
            if (!usage.TryGet(out var totals, out failure)) return failure;
            reports.Add(Report(row, number, device, services.GetRequiredService<IPriceList>().Currency, totals));
        }

        return reports;
    }

    public static void Print(CommandConsole console, List<UsageReport> reports)
    {
        if (console.Json)
        {
            console.Print(reports, CommandsJson.Default.ListUsageReport);
            return;
        }

        console.PrintTable(
            ["tenant", "month", "device", "turns", "tokens in", "tokens out", "audio s", "images", "cost", "reserved", "budget", "left",
                ""],
            reports.Select(report => new[]
            {
                report.Tenant, report.Month, report.Device ?? "", $"{report.Turns}", $"{report.Used.InputTokens}",
                    $"{report.Used.OutputTokens}",
                $"{(report.Used.AudioInputMs + report.Used.AudioOutputMs) / 1000}", $"{report.Used.Images}", Money.Text(report.CostNanos),
                Money.Text(report.ReservedNanos),
                BudgetText.Write(report.BudgetNanos), BudgetText.Write(report.BudgetLeftNanos), report.Currency,
            }));
    }

    private static async ValueTask<Outcome<List<TenantRow>>> RowsAsync(
        TenantRegistry tenants, string? id, CancellationToken cancellationToken)
    {
        if (id is null) return await tenants.ListAsync(cancellationToken);
        var found = await tenants.FindAsync(id, cancellationToken);
        return found.TryGet(out var row, out var failure) ? new List<TenantRow> { row } : failure;
    }

    private static UsageReport Report(TenantRow row, int month, string? device, string currency, UsageTotals totals) => new()
    {
        Tenant = row.Id,
        Month = Month.Text(month),
        Device = device,
        Currency = currency,
        Turns = totals.Turns,
        Used = totals.Used,
        CostNanos = totals.CostNanos,
        ReservedNanos = totals.ReservedNanos,
        BudgetNanos = row.Settings.MonthlyBudgetNanos,
        BudgetLeftNanos = totals.BudgetLeftNanos,
    };
}
