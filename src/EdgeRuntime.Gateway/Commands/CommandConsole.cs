using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Settings;
using Spectre.Console;
using Spectre.Console.Rendering;
using Blame = EdgeRuntime.Contracts.V1.Blame;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>The two streams of a command: results go to the output, everything for a person beside goes to the error stream.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Json">True when the output is one JSON object and nothing else.</param>
internal sealed record CommandConsole(TextWriter Output, TextWriter Error, bool Json)
{
    private const int TableWidth = 160;

    /// <summary>Says what went wrong and what to do; gives the exit code.</summary>
    public ExitCode Fail(Failure failure)
    {
        if (Json) Print(new ErrorReport(new ErrorRow(failure.Code, failure.Message, failure.Next)), CommandsJson.Default.ErrorReport);
        else Error.WriteLine(OneLine.From($"{failure.Message} {failure.Next} [{failure.Code}]"));
        return failure.Blame is Blame.Client or Blame.Tenant ? ExitCode.Misused : ExitCode.Failed;
    }

    /// <summary>Prints one JSON object.</summary>
    public void Print<T>(T report, JsonTypeInfo<T> type) => Output.WriteLine(JsonSerializer.Serialize(report, type));

    /// <summary>Prints a table without colours.</summary>
    public void PrintTable(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column)) { NoWrap = true });
        foreach (var row in rows) table.AddRow(row.Select(cell => (IRenderable)new Text(OneLine.From(cell))));
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Output),
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
            });
        console.Profile.Width = TableWidth;
        console.Write(table);
    }
}
