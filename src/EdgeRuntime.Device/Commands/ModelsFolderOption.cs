using System.CommandLine;
using EdgeRuntime.Inference.Catalog;

namespace EdgeRuntime.Device.Commands;

/// <summary>The option <c>--models DIR</c>, with the same words wherever it stands.</summary>
internal static class ModelsFolderOption
{
    public static Option<string> Create() => new("--models")
    {
        Description =
            $"Folder with manifest.json and the models: ${ModelCatalog.FolderVariable}, or models beside the program, unless given.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ModelCatalog.DefaultFolder(),
    };
}
