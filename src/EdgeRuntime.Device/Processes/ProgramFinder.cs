namespace EdgeRuntime.Device.Processes;

/// <summary>Finds programs the way a shell does.</summary>
/// <param name="searchPath">Folders separated by colons, the value of <c>PATH</c>; null for none.</param>
public sealed class ProgramFinder(string? searchPath)
{
    /// <summary>Searches the folders of this process's own <c>PATH</c>.</summary>
    public static ProgramFinder FromEnvironment() => new(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Full path of a program that may be run, or null.</summary>
    public string? Find(string name) => (searchPath ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(IsRunnable);

    private static bool IsRunnable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
