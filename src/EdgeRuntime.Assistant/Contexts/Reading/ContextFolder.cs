using System.Text.RegularExpressions;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Finds the files of a context that is laid out over folders.
/// Of folders that stand side by side and are named after languages, only English is read; of those beside <c>sentences</c>,
/// not the tests and the answers.</summary>
internal static partial class ContextFolder
{
    /// <summary>Most folders and files looked at; Home Assistant's sentences of all languages are 15,000.</summary>
    private const int MaxEntries = 50_000;

    /// <summary>Deepest folder read.</summary>
    private const int MaxDepth = 16;

    private const string Sentences = "sentences";

    // Beside the sentences, Home Assistant keeps YAML that says nothing of what can be said.
    private static readonly string[] BesideSentences = ["tests", "responses"];

    /// <summary>All <c>*.yaml</c> and <c>*.yml</c> files, in order of their names; what is linked to is not followed. Where
    /// <c>sentences</c> stand beside <c>lists</c> and <c>rules</c>, these come last, those of the language behind the shared: the last
    /// definition counts.</summary>
    /// <param name="warnings">Takes which languages were left out.</param>
    public static Outcome<IReadOnlyList<string>> FilesOf(string root, ICollection<ContextWarning> warnings)
    {
        var files = new List<string>();
        var open = new Stack<(string Folder, int Depth)>([(root, 0)]);
        var seen = 0;
        while (open.TryPop(out var at))
        {
            foreach (var entry in new DirectoryInfo(at.Folder).EnumerateFileSystemInfos())
            {
                if (++seen > MaxEntries)
                {
                    return TooMany(root);
                }

                if (entry is FileInfo && entry.Extension is ".yaml" or ".yml" && !entry.Name.StartsWith('.'))
                {
                    files.Add(entry.FullName);
                }
            }

            if (at.Depth < MaxDepth)
            {
                FoldersOf(at.Folder, warnings).ForEach(folder => open.Push((folder, at.Depth + 1)));
            }
        }

        var isLayout = Directory.Exists(Path.Combine(root, Sentences));
        return files
            .OrderBy(file => isLayout ? PlaceOf(Path.GetRelativePath(root, file)) : 0)
            .ThenBy(file => file, StringComparer.Ordinal)
            .ToArray();
    }

    private static int PlaceOf(string file) => file.Split(Path.DirectorySeparatorChar) switch
    {
        ["lists", _] => 1,
        ["lists", ..] => 2,
        ["rules", ..] => 3,
        _ => 0,
    };

    /// <summary>The folder of Home Assistant's layout that a path lies in: the one that holds <c>sentences</c>, and beside it the lists and
    /// rules; null where there is none, or the path is all of it.</summary>
    public static string? LayoutAround(string path)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(path)); at.Parent is { } above; at = above)
        {
            if (at.Name == Sentences && new[] { "lists", "rules" }.Any(beside => Directory.Exists(Path.Combine(above.FullName, beside))))
            {
                return above.FullName;
            }
        }

        return null;
    }

    private static List<string> FoldersOf(string folder, ICollection<ContextWarning> warnings)
    {
        DirectoryInfo[] inside =
        [
            .. new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null && !inner.Name.StartsWith('.')),
        ];
        var languages = inside.Any(inner => IsEnglish(inner.Name)) ? NamesOf(inside, IsOtherLanguage) : [];
        WarnLeftOut("language-left-out", "Only English is read here", languages, folder, warnings);
        var others = inside.Any(inner => inner.Name == Sentences) ? NamesOf(inside, BesideSentences.Contains) : [];
        WarnLeftOut("folder-left-out", "What stands beside the sentences and says nothing of them is not read", others, folder, warnings);
        return [.. inside.Where(inner => !languages.Contains(inner.Name) && !others.Contains(inner.Name)).Select(inner => inner.FullName)];
    }

    private static string[] NamesOf(DirectoryInfo[] folders, Func<string, bool> isMeant) =>
        [.. folders.Select(inner => inner.Name).Where(isMeant).Order(StringComparer.Ordinal)];

    private static void WarnLeftOut(string code, string why, string[] names, string folder, ICollection<ContextWarning> warnings)
    {
        if (names.Length > 0)
        {
            warnings.Add(new ContextWarning(code, $"{why}; left out: {string.Join(", ", names)}.", new SourceMark(folder, 0, 0)));
        }
    }

    private static bool IsEnglish(string name) => name is "en" || name.StartsWith("en-", StringComparison.Ordinal);

    private static bool IsOtherLanguage(string name) => LanguageTag().IsMatch(name) && !IsEnglish(name);

    private static Failure TooMany(string root) => new(
        Stages.Context,
        "context-folder-too-large",
        $"The folder {root} holds more than {MaxEntries:N0} files and folders.",
        "Name the folder whose files hold the intents of one language.");

    // de, de-CH, sr-Latn, zh-CN: as Home Assistant names its folders (BCP 47).
    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
    private static partial Regex LanguageTag();
}
