using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeRuntime.Assistant;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary>Prints results of the commands about models and health, as a table or as JSON.</summary>
internal static class ModelsConsole
{
    private const int PipeWidth = 400; // a pipe has no width: no row is ever wrapped there

    /// <summary>A console over a command's output; colours and wrapping only where the writer is a terminal.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "whether the given output is a terminal")]
    public static IAnsiConsole Over(TextWriter output)
    {
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        console.Profile.Width = terminal ? console.Profile.Width : PipeWidth;
        return console;
    }

    /// <summary>A plain table that a pipe can read as well as a person.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        Array.ForEach(columns, column => table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap()));
        return table;
    }

    /// <summary>One JSON object and a line end.</summary>
    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type) =>
        output.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>What went wrong and what to do, on two lines of the error stream.</summary>
    public static void Write(TextWriter error, Failure failure)
    {
        error.WriteLine($"{failure.Code}: {failure.Message}");
        error.WriteLine(failure.Next);
    }
}
