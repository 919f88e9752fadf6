using System.CommandLine;
using System.CommandLine.Parsing;

namespace EdgeRuntime.Device.Commands;

/// <summary>The option <c>--surroundings area=Kitchen</c> of every command that takes a context: what its <c>requires_context</c> and
/// <c>excludes_context</c> ask for.</summary>
internal static class SurroundingsOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--surroundings")
        {
            Description =
                "What is known around the wearer, for requires_context and excludes_context of a context; may be given several times.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>The values by key.</summary>
    public static IReadOnlyDictionary<string, string> Read(ParseResult parsed, Option<string[]> option) =>
        parsed.GetRequiredValue(option).ToDictionary(given => Split(given).Key, given => Split(given).Value, StringComparer.Ordinal);

    private static void Check(OptionResult result)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var (key, value) = Split(token.Value);
            if (key.Length == 0 || value.Length == 0)
            {
                result.AddError($"--surroundings takes KEY=VALUE, such as area=Kitchen, and not \"{token.Value}\".");
            }
            else if (!keys.Add(key))
            {
                result.AddError($"--surroundings says {key} twice.");
            }
        }
    }

    private static (string Key, string Value) Split(string given) =>
        given.IndexOf('=') is >= 0 and var at ? (given[..at].Trim(), given[(at + 1)..].Trim()) : ("", "");
}
