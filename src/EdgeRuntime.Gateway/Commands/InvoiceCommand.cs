using System.CommandLine;
using System.Text.Json;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway invoice</c>: one tenant and month as CSV, or as JSON with <c>--json</c>.</summary>
internal static class InvoiceCommand
{
    public static Command Create()
    {
        var tenant = new Argument<string>("TENANT") { Description = "Id of the tenant." };
        var month = MonthOption.Create();
        var file = new Option<string?>("--out") { Description = "Write it to a file instead.", HelpName = "FILE" };
        return new Command(
            "invoice", "Write what a tenant owes for a month, as CSV; as JSON with --json.")
        {
            tenant, month, file,
        }.Does<(Invoice Invoice, string? File)>(
            async (parsed, services, stop) =>
            {
                var read = await ReadAsync(services, parsed.GetRequiredValue(tenant), parsed.GetValue(month), stop);
                return read.TryGet(out var invoice, out var failure) ? (invoice, parsed.GetValue(file)) : failure;
            },
            (console, result) => Print(console, result.Invoice, result.File));
    }

    private static async ValueTask<Outcome<Invoice>> ReadAsync(
        IServiceProvider services, string tenant, string? month, CancellationToken cancellationToken)
    {
        var tenants = await services.OpenAsync<TenantRegistry>(cancellationToken);
        if (!MonthOption.Read(month, services.GetRequiredService<TimeProvider>()).TryGet(out var number, out var failure)) return failure;
        if (!(await tenants.FindAsync(tenant, cancellationToken)).TryGet(out var row, out failure)) return failure;
        var read = await services.GetRequiredService<LedgerReader>().BilledAsync(row.Id, number, cancellationToken);
        return read.TryGet(out var billed, out failure)
            ? Invoice.From(row.Id, number, services.GetRequiredService<IPriceList>().Currency, billed)
            : failure;
    }

    private static void Print(CommandConsole console, Invoice invoice, string? file)
    {
        if (file is null)
        {
            Write(console.Json, invoice, console.Output);
            return;
        }

        using var output = new StreamWriter(file);
        Write(console.Json, invoice, output);
    }

    private static void Write(bool json, Invoice invoice, TextWriter output)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(invoice, CommandsJson.Default.Invoice));
        else InvoiceCsv.Write(invoice, output);
    }
}
