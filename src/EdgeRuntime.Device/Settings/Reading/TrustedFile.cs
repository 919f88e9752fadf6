using EdgeRuntime.Device.Files;
using Microsoft.Win32.SafeHandles;

namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>Whether somebody else could have written a file: it and its folder belong to root or to the user of this process, and
/// nobody else may write to either. A folder in which only owners may take things away (sticky, as <c>/tmp</c>) is as good as such a
/// one.</summary>
internal static class TrustedFile
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>What is expected, for a sentence.</summary>
    public static string Expected => OperatingSystem.IsWindows()
        ? "a file"
        : $"a file and a folder that belong to root or to user {FileStatus.User} and that nobody else may write to";

    /// <summary>What is not as expected; null when all is.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="file">The file, open: what is looked at is what is read.</param>
    public static string? Objection(string path, SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows()) return null;
        return Objection("it", FileStatus.Read(file), UnixFileMode.None)
            ?? OfFolder(path)
            ?? (File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? OfFolder(target.FullName) : null);
    }

    private static string? OfFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Objection($"its folder {folder}", FileStatus.At(folder, throughLinks: true, out _), UnixFileMode.StickyBit);
    }

    private static string? Objection(string what, FileStatus? found, UnixFileMode excuse)
    {
        if (found is not { } status) return $"the owner of {what} cannot be told";
        if (status.Owner != 0 && status.Owner != FileStatus.User) return $"{what} belongs to user {status.Owner}";
        var isOpen = (status.Permissions & OthersWrite) != 0 && (status.Permissions & excuse) == 0;
        return isOpen ? $"{what} has the permissions {Convert.ToString((int)status.Permissions, 8)}" : null;
    }
}
