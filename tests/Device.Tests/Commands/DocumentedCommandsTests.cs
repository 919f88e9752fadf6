using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeRuntime.Device.Commands;
using TestKit;

namespace Device.Tests.Commands;

/// <summary>Every command line that a document shows is one of the program's own, with options that it knows.</summary>
public sealed partial class DocumentedCommandsTests
{
    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("."), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.PathOf("."), path))
            .Where(path => !Elsewhere().IsMatch(path) && Shown(path).Any()),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryCommandLine_IsOneOfTheProgram(string document) =>
        Assert.Empty(Shown(document).Select(line => Unknown(line) is { } word ? $"{word} in: edge-runtime {line}" : null).OfType<string>());

    [Theory]
    [InlineData("asks FILE.wav", "asks")]
    [InlineData("ask FILE.wav --loud", "--loud")]
    [InlineData("cloud status|flash", "flash")]
    [InlineData("cloud status", null)]
    public void Unknown_OfALine_IsFound(string line, string? word) => Assert.Equal(word, Unknown(line));

    // The first word that the program does not know.
    private static string? Unknown(string line)
    {
        Command command = CommandTree.Create();
        HashSet<string> options = [.. Options(command)];
        var isPath = true; // until the first argument or option
        foreach (var word in line.Split([' ', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            isPath &= !word.StartsWith('-');
            if (word.StartsWith("--", StringComparison.Ordinal) && !options.Contains(word)) return word;
            if (!isPath || command.Subcommands.Count == 0) continue;
            var named = word.Split('|').Select(one => (one, command.Subcommands.FirstOrDefault(known => known.Name == one))).ToList();
            if (named.FirstOrDefault(pair => pair.Item2 is null).one is { } unknown) return unknown;
            options.UnionWith(named.SelectMany(pair => Options(pair.Item2!)));
            (command, isPath) = (named[^1].Item2!, named.Count == 1);
        }

        return null;
    }

    private static IEnumerable<string> Options(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name));

    // What stands behind the program's name in blocks and spans of code.
    private static IEnumerable<string> Shown(string document) =>
        from code in Code().Matches(File.ReadAllText(Repository.PathOf(document)))
        from part in Name().Split(code.Value.Replace("\\\n", " ", StringComparison.Ordinal)).Skip(1)
        let line = part.Split('\n', '`', ';', '#', '<', '>', '&')[0]
        select WideGap().Split(line)[0].Trim() into line
        where line.Length > 0
        select line;

    [GeneratedRegex(@"(^|/)(artifacts|bin|obj|node_modules|shared)/|^CHANGELOG")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^```\w*$.*?^```$|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w/.-])edge-runtime(?= )")]
    private static partial Regex Name();

    [GeneratedRegex(@" {3,}| \|\| | \| ")]
    private static partial Regex WideGap();
}
