using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Files;

/// <summary>What lies in the state folder where a file or a folder of ours should,
/// and how it is put aside where it is something else.</summary>
internal static class StoredThing
{
    private const int NoSystemCall = 38; // ENOSYS: an old kernel

    /// <summary>What lies there; it is not opened.</summary>
    public static StoredKind Inspect(string path)
    {
        if (OperatingSystem.IsWindows()) return Simply(path);
        return FileStatus.At(path, throughLinks: true, out var error)?.Kind switch
        {
            FileStatus.RegularFile => StoredKind.File,
            FileStatus.Folder => StoredKind.Folder,
            null when error == NoSystemCall => Simply(path),
            null => FileStatus.At(path, throughLinks: false, out _) is null ? StoredKind.Nothing : StoredKind.Other,
            _ => StoredKind.Other,
        };
    }

    /// <summary>Moves what lies at a path out of the way, whatever it is, and gives where it went: beside it, as
    /// <c>name.damaged-*.ending</c>. Throws as the file system does.</summary>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var aside = Aside(path, now);
        if (Inspect(path) == StoredKind.Folder) Directory.Move(path, aside);
        else File.Move(path, aside);
        return aside;
    }

    /// <summary>A path beside another one for what is damaged, where nothing lies yet.</summary>
    public static string Aside(string path, DateTimeOffset now)
    {
        var stamp = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var stem = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.damaged-{stamp}");
        var ending = Path.GetExtension(path);
        var aside = stem + ending;
        for (var other = 2; Inspect(aside) != StoredKind.Nothing; other++) aside = $"{stem}-{other}{ending}";
        return aside;
    }

    /// <summary>Puts aside what cannot be what its name says; the failure tells of it, or why it is still there.</summary>
    /// <param name="what">What should lie there.</param>
    /// <param name="now">For the name of the copy.</param>
    public static Failure Misplaced(string path, string what, DateTimeOffset now)
    {
        try
        {
            return Misplaced(path, what) with { Next = $"It was put aside as {SetAside(path, now)}; look at it, or delete it." };
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(Path.GetDirectoryName(path)!, thrown);
        }
    }

    /// <summary>What lies in a folder and may be looked at, but for what was put aside.</summary>
    public static IEnumerable<string> In(string folder, string pattern = "*") => Directory
        .EnumerateFileSystemEntries(folder, pattern, Visible)
        .Where(path => !Path.GetFileName(path).Contains(".damaged", StringComparison.Ordinal));

    /// <summary>Tells of it without touching it.</summary>
    public static Failure Misplaced(string path, string what) =>
        new(Stages.State, "state-misplaced", $"{path} is not {what}.", "It is put aside at the next start of run.", Blame.Machine);

    private static EnumerationOptions Visible { get; } = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private static StoredKind Simply(string path) =>
        File.Exists(path) ? StoredKind.File : Directory.Exists(path) ? StoredKind.Folder : StoredKind.Nothing;
}
