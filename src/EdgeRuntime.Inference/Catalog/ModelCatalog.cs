using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Inference.Catalog;

/// <summary>The only way to a model file: what <c>manifest.json</c> does not promise is not loaded, and what differs from
/// its promise is refused. Immutable; any thread.</summary>
public sealed class ModelCatalog
{
    /// <summary>Environment variable that names another models folder.</summary>
    public const string FolderVariable = "EDGE_RUNTIME_MODELS";

    private ModelCatalog(string folder, ModelManifest manifest)
    {
        Folder = folder;
        Manifest = manifest;
    }

    /// <summary>Full path of the models folder.</summary>
    public string Folder { get; }

    /// <summary>What the folder promises to hold.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The folder named by <see cref="FolderVariable"/>, or <c>models</c> beside the program.</summary>
    public static string DefaultFolder() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named
            ? named
            : Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Reads the manifest of a folder.
    /// Failures: <c>models-missing</c>, <c>models-unreadable</c>, <c>manifest-invalid</c>.</summary>
    public static Outcome<ModelCatalog> Open(string folder)
    {
        var full = Path.GetFullPath(folder);
        if (!FileReading.ReadAll(Path.Combine(full, "manifest.json")).TryGet(out var json, out var failure))
        {
            return failure.Code == "model-missing" ? Missing(full) : failure;
        }

        return ManifestReader.Read(json).TryGet(out var manifest, out failure) ? new ModelCatalog(full, manifest) : failure;
    }

    /// <summary>The promise for a model. Failure: <c>model-unknown</c>.</summary>
    public Outcome<ModelEntry> Model(string id) =>
        Manifest.Models.FirstOrDefault(model => model.Id == id) is { } found ? found : Unknown(id, "model");

    /// <summary>Full path of a file by id, without a check of its content. Failure: <c>model-unknown</c>.</summary>
    public Outcome<string> PathOf(string id) =>
        Find(id) is { } entry ? Path.Combine(Folder, entry.File) : Unknown(id, "file");

    /// <summary>Reads a model or file whole and checks length and SHA-256 of the bytes that it returns.
    /// Failures: <c>hash-library-missing</c>, <c>model-unknown</c>, <c>model-missing</c>, <c>models-unreadable</c>, <c>model-truncated</c>,
    /// <c>model-hash-mismatch</c>.</summary>
    public Outcome<byte[]> Read(string id) =>
        Find(id) is { } entry ? FileReading.ReadChecked(Folder, entry) : Unknown(id, "file");

    private FileEntry? Find(string id) => Manifest.Models.Concat(Manifest.Files).FirstOrDefault(entry => entry.Id == id);

    private static Failure Missing(string folder) => new(
        Stages.Model,
        "models-missing",
        $"There is no models folder with a manifest.json at {folder}.",
        $"Put the models folder beside the program or name it in {FolderVariable}.",
        Blame.Machine);

    private static Failure Unknown(string id, string kind) => new(
        Stages.Model,
        "model-unknown",
        $"The manifest has no {kind} called '{id}'.",
        "See what there is with: edge-runtime models list",
        Blame.Model);
}
