using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

/// <summary>What a name has to say wherever it stands.</summary>
public sealed partial class NamesTests
{
    // The glasses and the gateway are two programs; these are the same part of each.
    private static readonly string[] PartsOfEachProgram =
    [
        "CommandConsole", "CommandTree", "ConnectionGate", "ErrorReport", "ExitCode", "Failure", "Log", "Outcome", "SettingKind",
        "SettingText", "SettingsCommand", "SettingsDocument",
    ];

    [Fact]
    public void ATypeOfOneProjectHasANameOfItsOwn() => Assert.Equal(
        PartsOfEachProgram,
        (from file in SourceTree.Files("src", ".cs")
         let project = SourceTree.NameOf(file).Split('/')[1]
         from type in File.ReadLines(file).Select(line => TopLevelType().Match(line)).Where(match => match.Success)
         group project by type.Groups["name"].Value into projects
         where projects.Distinct().Count() > 1
         select projects.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void AMethodIsAVerb() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        from line in File.ReadLines(file)
        where MethodOf().IsMatch(line)
        select $"{SourceTree.NameOf(file)}: {line.Trim()}");

    [Fact]
    public void ALockIsCalledLockOrWhatGoesOnUnderIt() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        from line in File.ReadLines(file)
        let name = LockField().Match(line).Groups["name"].Value
        where name.Length > 0 && name != "_lock" && !name.EndsWith("ing", StringComparison.Ordinal)
        select $"{SourceTree.NameOf(file)}: {line.Trim()}");

    [Theory]
    [InlineData("    public static Month Of(DateOnly day) =>", true)]
    [InlineData("    private T? Of<T>(string name)", true)]
    [InlineData("    public static Month From(DateOnly day) => Of(day);", false)]
    public void MethodOf_Line_FindsWhereOneIsMade(string line, bool found) => Assert.Equal(found, MethodOf().IsMatch(line));

    [GeneratedRegex(@"^(public|internal) (\w+ )*?(class|record struct|record|struct|interface|enum) (?<name>\w+)")]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^\s+(public|internal|protected|private) [^=(]*\bOf(<\w+>)?\(")]
    private static partial Regex MethodOf();

    [GeneratedRegex(@"\bLock (?<name>_\w+)")]
    private static partial Regex LockField();
}
