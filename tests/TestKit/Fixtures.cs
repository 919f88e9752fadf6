namespace TestKit;

/// <summary>Files committed under <c>tests/fixtures</c>.</summary>
public static class Fixtures
{
    /// <summary>Full path of a fixture.</summary>
    /// <param name="name">Path relative to <c>tests/fixtures</c>.</param>
    public static string Path(string name) => Repository.PathOf("tests", "fixtures", name);

    /// <summary>True when the fixture has been committed.</summary>
    public static bool Exists(string name) => File.Exists(Path(name)) || Directory.Exists(Path(name));
}
