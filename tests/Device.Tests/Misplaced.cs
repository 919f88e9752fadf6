using System.Diagnostics;
using System.Runtime.Versioning;

namespace Device.Tests;

/// <summary>Puts things where files of the glasses should be.</summary>
[SupportedOSPlatform("linux")]
internal static class Misplaced
{
    /// <summary>All kinds.</summary>
    public static TheoryData<string> Kinds => ["folder", "full folder", "link to nowhere", "link to itself", "link to a folder", "pipe"];

    /// <summary>Makes one.</summary>
    public static void Make(string kind, string path)
    {
        File.Delete(path);
        switch (kind)
        {
            case "folder": Directory.CreateDirectory(path); break;
            case "full folder": File.WriteAllText(Path.Combine(Directory.CreateDirectory(path).FullName, "x"), "x"); break;
            case "link to nowhere": File.CreateSymbolicLink(path, path + "-nowhere"); break;
            case "link to itself": File.CreateSymbolicLink(path, path); break;
            case "link to a folder": File.CreateSymbolicLink(path, Path.GetDirectoryName(path)!); break;
            case "pipe":
                using (var made = Process.Start("mkfifo", [path])) made.WaitForExit();
                break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <summary>Does something that may wait for ever, but not here.</summary>
    public static Task<T> InTimeAsync<T>(Func<T> work) => Task.Run(work).WaitAsync(TimeSpan.FromSeconds(20));
}
