namespace TestKit;

/// <summary>Finds the repository that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>Folder that holds <c>EdgeRuntime.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Full path of a file or folder given relative to <see cref="Root"/>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeRuntime.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No EdgeRuntime.sln above {AppContext.BaseDirectory}.");
    }
}
