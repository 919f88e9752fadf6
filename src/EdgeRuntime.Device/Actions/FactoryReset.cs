using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Actions;

/// <summary>Takes everything of a wearer off a state folder: first all keys,
/// so that what was ever sealed or connected with them is lost even if nothing else can be done, then all files. What is taken away is
/// written over before. A reset that was begun is finished at the next start, whatever interrupted it.</summary>
internal static class FactoryReset
{
    /// <summary>Name of the file of settings in the state folder.</summary>
    public const string SettingsName = "settings.yaml";

    private const string Mark = "reset.begun";
    private const int BlockBytes = 64 << 10;

    // Files that hold a key, copies of damaged ones included. The gateway's own key lies in the folder of the local gateway.
    private static readonly string[] Keys = ["bonds*.json*", "cloud*.json*", "web/*", "local-gateway/*"];

    /// <summary>True while a reset was begun and is not finished.</summary>
    public static bool IsBegun(string stateFolder) => File.Exists(Path.Combine(stateFolder, Mark));

    /// <summary>Finishes a reset that was begun; null where there is none, or when all is gone.</summary>
    public static Failure? Resume(string stateFolder) => IsBegun(stateFolder) ? Erase(stateFolder) : null;

    /// <summary>Notes that everything is to go; null when that is on the disk, from where it holds whatever happens.</summary>
    public static Failure? Begin(string stateFolder) => OnDisk(stateFolder, () =>
    {
        DurableFile.MakeFolder(stateFolder);
        DurableFile.Replace(Path.Combine(stateFolder, Mark), []);
    });

    /// <summary>Takes everything away; null when all is gone. No other program may be using the folder.</summary>
    public static Failure? Erase(string stateFolder) => Begin(stateFolder) ?? OnDisk(stateFolder, () =>
    {
        foreach (var key in Keys.SelectMany(pattern => Matching(stateFolder, pattern))) Remove(key);
        DurableFile.FlushFolder(stateFolder);
        var folder = new DirectoryInfo(stateFolder);
        foreach (var file in folder.EnumerateFiles("*", Everything)
            .Where(file => file.Name != Mark || file.DirectoryName != folder.FullName))
        {
            Remove(file);
        }

        foreach (var left in folder.EnumerateFileSystemInfos().Where(left => left.Name != Mark)) Take(left);
        DurableFile.FlushFolder(stateFolder);
        DurableFile.Remove(Path.Combine(stateFolder, Mark));
    });

    // Links are taken away at last and not followed: what they lead to is not ours.
    private static EnumerationOptions Everything { get; } = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    private static void Take(FileSystemInfo left)
    {
        if (left is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
        else left.Delete();
    }

    private static IEnumerable<FileInfo> Matching(string stateFolder, string pattern)
    {
        var folder = new DirectoryInfo(Path.Combine(stateFolder, Path.GetDirectoryName(pattern)!));
        return folder is { Exists: true, LinkTarget: null } ? folder.EnumerateFiles(Path.GetFileName(pattern)) : [];
    }

    // A flash disk may keep an older copy of a block out of everybody's sight; that is its encryption's matter.
    private static void Remove(FileInfo file)
    {
        if (file.LinkTarget is null && file.UnixFileMode is var mode && IsRegular(file) && !IsAnothers(file)) Overwrite(file, mode);
        file.Delete();
    }

    // Settings that root put there may be taken away but not written over, and hold nothing that this program ever wrote.
    private static bool IsAnothers(FileInfo file) =>
        file.Name == SettingsName
        && FileStatus.At(file.FullName, throughLinks: false, out _)?.Owner is { } owner && owner != FileStatus.User;

    // A socket cannot be written over, and has nothing in it.
    private static bool IsRegular(FileInfo file) => file.Length > 0;

    private static void Overwrite(FileInfo file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && (mode & UnixFileMode.UserWrite) == 0) file.UnixFileMode = mode | UnixFileMode.UserWrite;
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
        var zeros = new byte[BlockBytes];
        for (var left = stream.Length; left > 0; left -= BlockBytes) stream.Write(zeros.AsSpan(0, (int)Math.Min(left, BlockBytes)));
        stream.Flush(flushToDisk: true);
    }

    private static Failure? OnDisk(string stateFolder, Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.NotErased(stateFolder, thrown);
        }
    }
}
