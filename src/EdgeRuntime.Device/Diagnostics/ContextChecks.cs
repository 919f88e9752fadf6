using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the contexts beside the models compile.</summary>
internal static class ContextChecks
{
    public static IEnumerable<Check> Look(string folder)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0
            ? files.Select(Of)
            : [new Check("contexts", CheckLevel.Fail, $"There is no context in {folder}.", "Copy the models folder again from the release.")];
    }

    private static Check Of(string file)
    {
        var about = $"context {Path.GetFileNameWithoutExtension(file)}";
        if (!ContextFile.Load(file).TryGet(out var definition, out var failure)
            || !ContextCompiler.Compile(definition, DynamicLists.None).TryGet(out var graph, out failure))
        {
            var where = failure.Line > 0 ? $" ({file}, line {failure.Line}, column {failure.Column})" : "";
            return new Check(about, CheckLevel.Fail, failure.Message + where, failure.Next);
        }
        var size = ContextStatistics.Of(graph);
        return new Check(about, CheckLevel.Ok, $"{size.Intents} intents, {size.Words} words, {size.Arcs} arcs.");
    }
}
