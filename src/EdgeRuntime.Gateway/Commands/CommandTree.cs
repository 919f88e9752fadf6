using System.CommandLine;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>All commands of the gateway.</summary>
public static class CommandTree
{
    // A text such as "@home" is a text; the parser would take it for a file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses and runs a command line; gives its exit code: 0 done, 1 could not be done, 2 asked for wrongly.</summary>
    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where everything for a person beside goes.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(args, Parsing);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            return Task.FromResult((int)new CommandConsole(output, error, args.Contains("--json")).Fail(Misused(parsed)));
        }

        return parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null });
    }

    private static RootCommand Create() =>
        new("A model API that is safe to sell: sessions, tenants, limits, money and filters in front of any OpenAI-compatible server.")
    {
        ServeCommand.Create(),
        TenantsCommand.Create(),
        KeysCommand.Create(),
        BudgetsCommand.Create(),
        UsageCommand.Create(),
        InvoiceCommand.Create(),
        MigrateCommand.Create(),
        SettingsCommand.Create(),
    };

    private static Failure Misused(ParseResult parsed)
    {
        var path = new List<string>();
        for (var at = parsed.CommandResult; at?.Parent is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, at.Command.Name);
        }

        var sentence = string.Join(
            ' ', parsed.Errors[0].Message.Split(
                (char[])['\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return CommandFailures.UsageWrong(sentence, "edge-gateway " + string.Join(' ', path));
    }
}
