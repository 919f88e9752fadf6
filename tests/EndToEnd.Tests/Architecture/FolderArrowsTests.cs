using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests.Architecture;

/// <summary>Folders of one project stand in an order: what needs another is never needed by it, directly or by a way round.</summary>
public sealed partial class FolderArrowsTests
{
    private const int MostFiles = 28; // more than a person takes in at a glance

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(Repository.PathOf("src")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoFolderIsNeededByWhatItNeeds(string project) => Assert.Empty(Ties(Arrows(project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoFolderHoldsMoreThanCanBeTakenIn(string project) => Assert.Empty(
        from file in SourceTree.Files($"src/{project}", ".cs")
        group file by Path.GetDirectoryName(SourceTree.NameOf(file)) into folder
        where folder.Count() > MostFiles
        select $"{folder.Key} holds {folder.Count()} files");

    [Fact]
    public void Ties_WayRound_IsFound()
    {
        (string, string)[] arrows = [("Turns", "Tools"), ("Tools", "Audio"), ("Audio", "Tools"), ("Audio", "Wake"), ("Wake", "Audio")];

        Assert.Equal(["Audio → Tools", "Audio → Wake", "Tools → Audio", "Wake → Audio"], Ties(arrows));
    }

    [Fact]
    public void Arrows_OfTheThinking_AreRead() => Assert.Contains(("Turns", "Tools"), Arrows("EdgeRuntime.Assistant"));

    private static List<(string From, string To)> Arrows(string project) =>
    [
        .. from file in SourceTree.Files($"src/{project}", ".cs")
           let parts = Path.GetRelativePath(Repository.PathOf($"src/{project}"), file).Split(Path.DirectorySeparatorChar)
           where parts.Length > 1
           from target in Folder().Matches(File.ReadAllText(file)).Where(match => match.Groups["project"].Value == project)
           let to = target.Groups["folder"].Value
           where to != parts[0] && Directory.Exists(Repository.PathOf($"src/{project}/{to}"))
           select (parts[0], to),
    ];

    private static IEnumerable<string> Ties(IEnumerable<(string From, string To)> arrows)
    {
        var nexts = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        return arrows.Distinct().Where(arrow => Reached(nexts, arrow.To).Contains(arrow.From))
            .Select(arrow => $"{arrow.From} → {arrow.To}").Order(StringComparer.Ordinal);
    }

    private static HashSet<string> Reached(ILookup<string, string> nexts, string from)
    {
        var (reached, waiting) = (new HashSet<string>(), new Stack<string>([from]));
        while (waiting.TryPop(out var folder))
        {
            foreach (var next in nexts[folder].Where(reached.Add)) waiting.Push(next);
        }

        return reached;
    }

    [GeneratedRegex(@"\b(?<project>EdgeRuntime\.\w+)\.(?<folder>\w+)")]
    private static partial Regex Folder();
}
