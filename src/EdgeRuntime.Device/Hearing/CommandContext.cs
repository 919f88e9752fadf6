using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Hearing;

/// <summary>A context with its run-time lists filled in, ready for text and, with models, for speech.</summary>
/// <param name="Definition">The context as read.</param>
/// <param name="Words">Everything that can be said in it.</param>
public sealed record CommandContext(ContextDefinition Definition, WordGraph Words)
{
    /// <summary>Reads and compiles a context file or folder.</summary>
    /// <param name="path">File, or folder of files.</param>
    /// <param name="state">Where contacts and playlists come from; null leaves every list as its file has it.</param>
    /// <param name="warnings">Collects what was tolerated while compiling; null for nowhere.</param>
    public static Outcome<CommandContext> Load(string path, GlassesState? state, ICollection<ContextWarning>? warnings = null)
    {
        if (!ContextFile.Load(path).TryGet(out var definition, out var failure)
            || !ContextCompiler.Compile(definition, ListsOf(state), new ContextCompilerOptions { Warnings = warnings }).TryGet(out var words, out failure))
        {
            return failure;
        }

        return new CommandContext(definition, words);
    }

    // An empty list from a phone that was never paired must not take the example entries of the file away.
    private static DynamicLists ListsOf(GlassesState? state)
    {
        var lists = DynamicLists.None;
        if (state?.Contacts is { Count: > 0 } contacts) lists = lists.With("contact", contacts);
        if (state?.Playlists is { Count: > 0 } playlists) lists = lists.With("playlist", playlists);
        return lists;
    }
}
