using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Reports;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary>Prints the rows of <c>models list</c> and <c>models verify</c> and chooses the exit code.</summary>
internal static class ModelsPrinter
{
    /// <returns>0 when nothing is refused, else 1.</returns>
    public static int Print(ParseResult parsed, bool json, Failure? failure, string? folder, IReadOnlyList<ModelRow> rows)
    {
        var streams = parsed.InvocationConfiguration;
        if (json)
        {
            ModelsConsole.Write(streams.Output, new ModelsReport(folder, rows, FailureRow.From(failure)), ModelsJson.Default.ModelsReport);
        }
        else if (failure is not null)
        {
            ModelsConsole.Write(streams.Error, failure);
        }
        else
        {
            PrintTable(streams.Output, rows);
            PrintRefusals(streams.Error, rows);
        }

        return failure is null && rows.All(row => row.Error is null) ? 0 : 1;
    }

    private static void PrintTable(TextWriter output, IReadOnlyList<ModelRow> rows)
    {
        var placed = rows.Any(row => row.Placement is not null || row.Error is not null);
        var table = ModelsConsole.Table(
            placed ? ["id", "file", "bytes", "state", "runs on"] : ["id", "file", "bytes", "licence", "inputs and outputs"]);
        foreach (var row in rows)
        {
            string[] cells = placed
                ? [row.Id, row.File, $"{row.SizeBytes}", row.Error?.Code ?? "as promised", row.Placement ?? ""]
                : [row.Id, row.File, $"{row.SizeBytes}", row.Licence, Signature(row)];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        ModelsConsole.Over(output).Write(table);
    }

    private static string Signature(ModelRow row) => row.Inputs.Count == 0 ? "" : $"{row.Inputs[0]} → {row.Outputs[0]}";

    private static void PrintRefusals(TextWriter error, IEnumerable<ModelRow> rows)
    {
        foreach (var refused in rows.Select(row => row.Error).OfType<FailureRow>())
        {
            error.WriteLine($"{refused.Code}: {refused.Message}");
            error.WriteLine(refused.Next);
        }
    }
}
