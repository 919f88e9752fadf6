namespace TestKit;

/// <summary>Recordings and tables that lie in a folder named <c>shared</c> beside the repository and are never committed.</summary>
public static class Shared
{
    /// <summary>Full path of an entry of the shared folder, or null when it is not on this machine.</summary>
    /// <param name="name">Path relative to the shared folder, such as <c>speech/digits-8khz.tar</c>.</param>
    public static string? Find(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", name));
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }
}
