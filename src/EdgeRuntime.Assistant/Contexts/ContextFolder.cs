using System.Text.RegularExpressions;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Finds the files of a context that is laid out over folders. Of folders that stand side by side and are named after languages, only
/// English is read.</summary>
internal static partial class ContextFolder
{
    /// <summary>Most folders and files looked at; Home Assistant's sentences of all languages are 15,000.</summary>
    private const int MaxEntries = 50_000;

    /// <summary>Deepest folder read.</summary>
    private const int MaxDepth = 16;

    /// <summary>All <c>*.yaml</c> and <c>*.yml</c> files, in order of their names; what is linked to is not followed.</summary>
    /// <param name="root">Where to begin.</param>
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

                if (entry is FileInfo && entry.Extension is ".yaml" or ".yml")
                {
                    files.Add(entry.FullName);
                }
            }

            if (at.Depth < MaxDepth)
            {
                FoldersOf(at.Folder, warnings).ForEach(folder => open.Push((folder, at.Depth + 1)));
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static List<string> FoldersOf(string folder, ICollection<ContextWarning> warnings)
    {
        DirectoryInfo[] inside = [.. new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null && !inner.Name.StartsWith('.'))];
        DirectoryInfo[] others = inside.Any(inner => IsEnglish(inner.Name))
            ? [.. inside.Where(inner => LanguageTag().IsMatch(inner.Name) && !IsEnglish(inner.Name)).OrderBy(inner => inner.Name, StringComparer.Ordinal)]
            : [];
        if (others.Length > 0)
        {
            var names = string.Join(", ", others.Select(other => other.Name));
            warnings.Add(new ContextWarning("language-left-out", $"Only English is read here; left out: {names}.", new SourceMark(folder, 0, 0)));
        }

        return [.. inside.Except(others).Select(inner => inner.FullName)];
    }

    private static bool IsEnglish(string name) => name is "en" || name.StartsWith("en-", StringComparison.Ordinal);

    private static Failure TooMany(string root) => new(
        Stages.Context,
        "context-folder-too-large",
        $"The folder {root} holds more than {MaxEntries:N0} files and folders.",
        "Name the folder whose files hold the intents of one language.");

    // de, de-CH, sr-Latn, zh-CN: as Home Assistant names its folders (BCP 47).
    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
    private static partial Regex LanguageTag();
}
