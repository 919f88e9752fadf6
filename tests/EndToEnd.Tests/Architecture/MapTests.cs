using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests.Architecture;

/// <summary>The map in <c>src/README.md</c> and the flows beside it lead somewhere, and the map leaves no folder out.</summary>
public sealed partial class MapTests
{
    private static string Map => File.ReadAllText(Repository.PathOf("src/README.md"));

    [Theory]
    [InlineData("src/README.md")]
    [InlineData("docs/flows.md")]
    public void EveryFileThatIsNamedIsThere(string page)
    {
        var text = File.ReadAllText(Repository.PathOf(page));
        var files = SourceTree.Files("src", ".cs", ".md", ".proto").Select(file => "/" + SourceTree.NameOf(file)).ToList();

        Assert.All(
            NamedFile().Matches(text).Select(match => match.Groups[1].Value),
            name => Assert.Contains(files, file => file.EndsWith("/" + name, StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryFolderIsOnTheMap()
    {
        var named = NamedFolder().Matches(Map).Select(match => match.Groups[1].Value).ToHashSet();
        var folders = SourceTree.Files("src", ".cs").Select(file => SourceTree.NameOf(file).Split('/'))
            .Where(parts => parts.Length > 3).Select(parts => parts[2]).ToHashSet();

        Assert.Empty(folders.Except(named));
    }

    [Fact]
    public void TheReadingTourAnswersTenQuestionsWithFilesThatAreThere()
    {
        var tour = File.ReadAllText(Repository.PathOf("docs/reading-tour.md"));

        Assert.Equal(10, tour.Split('\n').Count(line => line.Contains("? |", StringComparison.Ordinal)));
        Assert.All(
            NamedFile().Matches(tour).Select(match => match.Groups[1].Value),
            name => Assert.True(File.Exists(Repository.PathOf($"src/{name}")), name));
    }

    [GeneratedRegex(@"`([\w./]+\.(?:cs|md|proto))`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^\| `(\w+)", RegexOptions.Multiline)]
    private static partial Regex NamedFolder();
}
