using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Commands;

/// <summary>What is said of a command line that cannot be taken: what is wrong, what was probably meant, and where it stands.</summary>
internal static class UsageFailures
{
    /// <summary>The failure <c>usage-wrong</c>.</summary>
    /// <param name="parsed">What the parser made of it.</param>
    /// <param name="args">What was typed.</param>
    public static Failure Explain(ParseResult parsed, IReadOnlyList<string> args)
    {
        var path = Path(parsed.CommandResult).Reverse().ToArray();
        var (message, meant) = OptionForAValue(parsed.CommandResult) ?? UnknownCommand(parsed) ?? UnknownOption(path, args)
            ?? (parsed.Errors[0].Message, null);
        var see = $"{string.Join(' ', path.Select(result => result.Parent is null ? "edge-runtime" : result.Command.Name))} --help";
        return new Failure(Stages.Start, "usage-wrong", message, meant is null ? $"See: {see}" : $"Did you mean {meant}? See: {see}");
    }

    // "--text --state DIR": the parser takes the next option for the words.
    private static (string Message, string? Meant)? OptionForAValue(CommandResult command) =>
        OptionTakenForAValue(command) is { } wrong ? (wrong, null) : null;

    /// <summary>What is wrong where an option of a command has got the name of another one as its value, or what looks like one and may be
    /// mistyped; null where none has.</summary>
    public static string? OptionTakenForAValue(CommandResult command)
    {
        foreach (var result in command.Children.OfType<OptionResult>())
        {
            if (result.Option.ValueType == typeof(bool)) continue;
            var taken = result.Tokens.FirstOrDefault(token => token.Value is ['-', '-', _, ..])?.Value;
            if (taken is null) continue;
            var name = result.Option.Name;
            return $"{name} has no value: '{taken}' behind it is taken for an option. Put the value right behind {name}.";
        }

        return null;
    }

    private static (string Message, string? Meant)? UnknownCommand(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens is not [var typed, ..] || typed.StartsWith('-')) return null;
        return ($"There is no command '{typed}'.",
            NearestWord.Find(typed, command.Subcommands.SelectMany(one => one.Aliases.Append(one.Name))));
    }

    // The parser may take a mistyped option for the file that a command asks for, so it is looked for in what was typed.
    private static (string Message, string? Meant)? UnknownOption(CommandResult[] path, IEnumerable<string> args)
    {
        string[] known = [.. path.SelectMany(result => result.Command.Options).SelectMany(option => option.Aliases.Append(option.Name))];
        var typed = args.Select(arg => arg.Split('=', ':')[0])
            .FirstOrDefault(arg => arg.StartsWith("--", StringComparison.Ordinal) && arg.Length > 2 && !known.Contains(arg));
        return typed is null ? null : ($"There is no option '{typed}'.", NearestWord.Find(typed, known));
    }

    private static IEnumerable<CommandResult> Path(CommandResult result)
    {
        for (var at = result; at is not null; at = at.Parent as CommandResult) yield return at;
    }
}
