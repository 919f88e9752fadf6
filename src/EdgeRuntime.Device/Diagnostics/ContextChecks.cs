using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the contexts beside the models compile: each file, and each folder with all that is in it, as <c>--context</c> takes
/// them.</summary>
internal static class ContextChecks
{
    public static IEnumerable<Check> Look(string folder)
    {
        IEnumerable<FileSystemInfo> entries = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFileSystemInfos() : [];
        FileSystemInfo[] contexts = [.. entries.Where(IsContext).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        return contexts.Length > 0
            ? contexts.Select(Examine)
            : [new Check(
                "contexts", CheckLevel.Fail, $"There is no context in {folder}.", "Copy the models folder again from the release.")];
    }

    // What begins with a dot and folders that are links are not read as a context either.
    private static bool IsContext(FileSystemInfo entry) =>
        !entry.Name.StartsWith('.') && (entry is DirectoryInfo ? entry.LinkTarget is null : entry.Extension is ".yaml" or ".yml");

    private static Check Examine(FileSystemInfo context)
    {
        var about = $"context {(context is DirectoryInfo ? context.Name : Path.GetFileNameWithoutExtension(context.Name))}";
        if (!ContextFile.Load(context.FullName).TryGet(out var definition, out var failure)
            || !ContextCompiler.Compile(definition, DynamicLists.None).TryGet(out var graph, out failure))
        {
            return new Check(about, CheckLevel.Fail, failure.Message + WhereIn(context, failure), failure.Next);
        }

        var size = ContextStatistics.Count(graph);
        return new Check(about, CheckLevel.Ok, $"{size.Intents} intents, {size.Words} words, {size.Arcs} arcs.");
    }

    // Of a folder the message itself says which of its files.
    private static string WhereIn(FileSystemInfo context, Failure failure) => failure.Line == 0 ? ""
        : context is DirectoryInfo ? $" (in {context.FullName})"
        : $" ({context.FullName}, line {failure.Line}, column {failure.Column})";
}
