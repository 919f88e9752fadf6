using TestKit;

namespace Device.Tests;

/// <summary>The state folder that the program of commit 0805ca6 wrote, copied for one test with the modes it had.</summary>
internal static class StateFixture
{
    /// <summary>Bond of a phone that gave contacts, a playlist, settings and a notification.</summary>
    public const string Ada = "37766597b37b9865";

    /// <summary>Bond of a phone that gave one contact.</summary>
    public const string Old = "2c688d6b6f508ac7";

    /// <summary>Copies it into a folder.</summary>
    public static void CopyTo(string folder)
    {
        var from = Fixtures.Path("state-0805ca6");
        foreach (var file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Path of a trace: <c>volume</c>, <c>note</c>, <c>waiting</c> or <c>time</c>.</summary>
    public static string Trace(string name) => Fixtures.Path($"state-0805ca6/traces/{name}.json");
}
