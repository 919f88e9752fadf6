using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

public sealed partial class MachinePathsTests
{
    private static readonly string[] Text =
    [
        ".cs", ".csproj", ".props", ".sln", ".json", ".yaml", ".yml", ".md", ".py", ".sh", ".tsv", ".txt", ".c", ".h", "run",
    ];

    [Fact]
    public void NoFileNamesAFolderOfOneMachine() => Assert.Empty(
        from file in SourceTree.Files(".", Text)
        from line in File.ReadLines(file, Encoding.UTF8).Index()
        where MachinePath().IsMatch(line.Item)
        select $"{SourceTree.NameOf(file)}:{line.Index + 1} {line.Item.Trim()}");

    [Theory]
    [InlineData("open('/{0}/x')", "Users")]
    [InlineData("cd /{0}/am", "data")]
    [InlineData("/{0}/.nuget", "root")]
    public void MachinePath_FolderOfAMachine_IsFound(string text, string folder) =>
        Assert.Matches(MachinePath(), string.Format(null, text, folder));

    [Theory]
    [InlineData("tests/{0}/x.wav", "data")]
    [InlineData("$HOME/{0}/x", "work")]
    public void MachinePath_RelativeFolder_IsNot(string text, string folder) =>
        Assert.DoesNotMatch(MachinePath(), string.Format(null, text, folder));

    [GeneratedRegex("""(?<![\w.~}*$-])/(work|data|root|Users)/""")]
    private static partial Regex MachinePath();
}
