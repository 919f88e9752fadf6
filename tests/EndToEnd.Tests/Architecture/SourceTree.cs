using TestKit;

namespace EndToEnd.Tests.Architecture;

/// <summary>The files of the repository, build outputs left out.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = ["bin", "obj", ".git", ".vs", "artifacts", "TestResults", "__pycache__", "node_modules"];

    /// <summary>Files below a folder of the repository whose names end in one of the given endings; all when none is given.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Walk(new DirectoryInfo(Repository.PathOf(folder)))
        .Where(file => endings.Length == 0 || endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    /// <summary>Path relative to the root, with forward slashes.</summary>
    public static string NameOf(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    private static IEnumerable<string> Walk(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(entry => entry.LinkTarget is null && !NotOurs.Contains(entry.Name))
        .SelectMany(entry => entry is DirectoryInfo inner ? Walk(inner) : [entry.FullName]);
}
