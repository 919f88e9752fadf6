namespace EdgeRuntime.Inference.Catalog;

/// <summary>The content of <c>models/manifest.json</c>.</summary>
public sealed record ModelManifest
{
    /// <summary>Version of the layout that this program reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the layout.</summary>
    public required int Schema { get; init; }

    /// <summary>The ONNX models.</summary>
    public required IReadOnlyList<ModelEntry> Models { get; init; }

    /// <summary>Files that travel with them.</summary>
    public required IReadOnlyList<FileEntry> Files { get; init; }
}
