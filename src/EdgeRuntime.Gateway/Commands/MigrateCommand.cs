using System.CommandLine;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway migrate</c>: brings the store to the version of this program and, on request, audits the books.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var verify = new Option<bool>("--verify")
        {
            Description = "Afterwards check that every sum in the ledger is the sum of its rows; reads everything.",
        };
        return new Command("migrate", "Bring the store to the version of this program.") { verify }.Does<MigrateReport>(
            async (parsed, services, stop) =>
            {
                var from = await services.GetRequiredService<Migrator>().MigrateAsync(stop);
                if (!parsed.GetValue(verify)) return new MigrateReport(from, Migrator.Newest, null);
                var wrong = await new LedgerAudit(services.GetRequiredService<IStore>()).FindAsync(stop);
                return wrong.Count == 0
                    ? new MigrateReport(from, Migrator.Newest, wrong)
                    : CommandFailures.BooksWrong(wrong);
            },
            Print);
    }

    private static void Print(CommandConsole console, MigrateReport report)
    {
        if (console.Json)
        {
            console.Print(report, CommandsJson.Default.MigrateReport);
            return;
        }

        console.Output.WriteLine(report.From == report.To
            ? $"The store is of version {report.To}."
            : $"The store was brought from version {report.From} to {report.To}.");
        if (report.Wrong is not null) console.Output.WriteLine("The books are right.");
    }
}
