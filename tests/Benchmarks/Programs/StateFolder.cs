namespace Benchmarks.Programs;

/// <summary>An empty folder for the state of one run, deleted afterwards.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("compared-state-");

    /// <summary>Its full path.</summary>
    public string Path => folder.FullName;

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
