using Xunit;

namespace TestKit;

/// <summary>A fact that needs a fixture or a model file and is skipped, by name, until that is committed.</summary>
public sealed class FixtureFactAttribute : FactAttribute
{
    /// <summary>Names the files, relative to the repository root.</summary>
    public FixtureFactAttribute(params string[] paths)
    {
        var missing = paths.FirstOrDefault(path => !File.Exists(Repository.PathOf(path)) && !Directory.Exists(Repository.PathOf(path)));
        Skip = missing is null ? null : $"{missing} is not in the repository yet.";
    }
}
