using System.CommandLine;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Options that every command on the store has, with the same words.</summary>
internal sealed class OperatorOptions
{
    public Option<string?> Data { get; } = new("--data") { Description = "Folder of the store.", HelpName = "DIR" };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "Settings as JSON; edge-gateway.json in the data folder by default.",
        HelpName = "FILE",
    };

    public Option<string?> Store { get; } = new("--store")
    {
        Description = "postgres://USER@HOST/DATABASE instead of SQLite in the data folder.",
        HelpName = "URL",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object instead of a table." };

    public void AddTo(Command command)
    {
        command.Add(Data);
        command.Add(Config);
        command.Add(Store);
        command.Add(Json);
    }

    public CommandConsole ConsoleOf(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Json));
}
