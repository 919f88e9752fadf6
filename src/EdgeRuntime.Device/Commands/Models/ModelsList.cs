using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Inference.Catalog;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary><c>models list</c>: what the manifest promises, without opening any model.</summary>
internal static class ModelsList
{
    public static Command Create(Option<string> folder, Option<bool> json)
    {
        var command = new Command("list", "Show what the manifest promises.") { folder, json };
        command.SetAction(parsed =>
        {
            var catalog = ModelCatalog.Open(parsed.GetRequiredValue(folder));
            return ModelsPrinter.Print(parsed, parsed.GetValue(json), catalog.Failure, catalog.Value?.Folder, Rows(catalog.Value));
        });
        return command;
    }

    /// <summary>The row of one entry.</summary>
    public static ModelRow Row(FileEntry entry, string? placement = null, Failure? failure = null)
    {
        var model = entry as ModelEntry;
        return new ModelRow(
            entry.Id,
            model is null ? "file" : "model",
            entry.File,
            entry.SizeBytes,
            model?.SizeBudgetBytes,
            entry.Licence,
            entry.Origin,
            Text(model?.Inputs ?? []),
            Text(model?.Outputs ?? []),
            placement,
            FailureRow.From(failure));
    }

    private static ModelRow[] Rows(ModelCatalog? catalog) =>
        catalog is null ? [] : [.. catalog.Manifest.Models.Concat(catalog.Manifest.Files).Select(entry => Row(entry))];

    private static string[] Text(IEnumerable<TensorSpec> specs) => [.. specs.Select(spec => spec.ToString())];
}
