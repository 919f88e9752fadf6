using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Inference.Catalog;

/// <summary>Reads and judges a manifest: nothing of it is used before all of it holds.</summary>
internal static class ManifestReader
{
    private static readonly string[] ElementTypes =
        ["float32", "float16", "float64", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool", "string"];

    public static Outcome<ModelManifest> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.ModelManifest);
            return manifest is null ? Invalid("it is empty") : Problem(manifest) is { } problem ? Invalid(problem) : manifest;
        }
        catch (JsonException error)
        {
            return Invalid(error.Message) with { Line = Position(error.LineNumber), Column = Position(error.BytePositionInLine) };
        }
    }

    private static string? Problem(ModelManifest manifest)
    {
        if (manifest.Schema != ModelManifest.CurrentSchema)
        {
            return $"it has schema {manifest.Schema}, this program reads {ModelManifest.CurrentSchema}";
        }

        var entries = manifest.Models.Concat(manifest.Files).ToArray();
        var twice = entries.GroupBy(entry => entry.Id).FirstOrDefault(group => group.Count() > 1);
        return twice is not null
            ? $"the id '{twice.Key}' stands twice"
            : entries.Select(Problem).FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(FileEntry entry)
    {
        if (entry.File.Length == 0 || entry.File != Path.GetFileName(entry.File) || entry.File is "." or "..")
        {
            return $"the file '{entry.File}' of '{entry.Id}' is not a plain file name";
        }

        if (entry.Sha256.Length != 64 || !entry.Sha256.All(char.IsAsciiHexDigitLower))
        {
            return $"the sha256 of '{entry.Id}' is not 64 lower-case hex digits";
        }

        return entry.SizeBytes <= 0 ? $"the size_bytes of '{entry.Id}' is not positive" : entry is ModelEntry model ? Problem(model) : null;
    }

    private static string? Problem(ModelEntry model)
    {
        if (model.Inputs.Count == 0 || model.Outputs.Count == 0)
        {
            return $"'{model.Id}' has no inputs or no outputs";
        }

        var bad = model.Inputs.Concat(model.Outputs)
            .FirstOrDefault(spec => !ElementTypes.Contains(spec.Type) || spec.Shape.Any(size => size is 0 or < -1));
        if (bad is not null)
        {
            return $"'{model.Id}' has the impossible tensor {bad}";
        }

        return model.SizeBudgetBytes <= 0 || model.TimeBudgetMs <= 0 ? $"'{model.Id}' has no size or time budget" : null;
    }

    private static Failure Invalid(string why) => new(
        Stages.Model,
        "manifest-invalid",
        $"models/manifest.json cannot be used: {why.TrimEnd('.')}.",
        "Restore the models folder as released, or run models/training/manifest.py after changing a model.",
        Blame.Model);

    private static int Position(long? fromZero) => fromZero is { } value ? (int)Math.Min(value + 1, int.MaxValue) : 0;
}
