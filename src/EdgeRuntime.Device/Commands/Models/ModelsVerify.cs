using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Verification;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary><c>models verify</c>: hash, size and shapes of every file, and what runs where.</summary>
internal static class ModelsVerify
{
    public static Command Create(DeviceProfile profile, Option<string> folder, Option<bool> json)
    {
        var command = new Command("verify", "Check hash, size and shapes of every file; exit 1 when one is refused.") { folder, json };
        command.SetAction(parsed =>
        {
            var failure = Open(profile, parsed.GetRequiredValue(folder), out var engine, out var catalog);
            var rows = failure is null ? ModelVerifier.Verify(engine!, catalog!).Select(Row).ToArray() : [];
            return ModelsPrinter.Print(parsed, parsed.GetValue(json), failure, catalog?.Folder, rows);
        });
        return command;
    }

    /// <summary>Starts the engine and opens the catalog; null, or why one of them cannot be had.</summary>
    public static Failure? Open(DeviceProfile profile, string folder, out InferenceEngine? engine, out ModelCatalog? catalog)
    {
        catalog = null;
        return InferenceEngine.Start(profile).TryGet(out engine, out var failure)
            && ModelCatalog.Open(folder).TryGet(out catalog, out failure) ? null : failure;
    }

    /// <summary>For example <c>CPUExecutionProvider 137</c>, and why a requested provider is not in use.</summary>
    public static string? Describe(Placement? placement) => placement is null
        ? null
        : string.Join(", ", placement.Providers.Select(share => $"{share.Provider} {share.Nodes}"))
            + (placement.Note is { } note ? $" ({note})" : "");

    private static ModelRow Row(ModelVerdict verdict) => ModelsList.Row(verdict.Entry, Describe(verdict.Placement), verdict.Failure);
}
