using System.Collections.Immutable;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Hearing;

/// <summary>A context with its run-time lists filled in, ready for text and, with models, for speech.</summary>
/// <param name="Definition">The context as read.</param>
/// <param name="Words">Everything that can be said in it.</param>
public sealed record CommandContext(ContextDefinition Definition, WordGraph Words)
{
    /// <summary>True when some of it can be said only while a question is open.</summary>
    public bool HasAnswers =>
        Definition.Intents.SelectMany(intent => intent.Blocks).SelectMany(block => block.Requires).Any(condition => condition.Key == ContextCompilerOptions.QuestionKey);

    /// <summary>Reads and compiles a context file or folder.</summary>
    /// <param name="path">File, or folder of files.</param>
    /// <param name="state">Where contacts and playlists come from; null leaves every list as its file has it.</param>
    /// <param name="surroundings">What is known around the wearer; null for nothing.</param>
    /// <param name="warnings">Collects what was tolerated while compiling; null for nowhere.</param>
    /// <param name="withAnswers">True while a question of the glasses is open: what only answers one can be said too.</param>
    public static Outcome<CommandContext> Load(
        string path,
        GlassesState? state,
        IReadOnlyDictionary<string, string>? surroundings = null,
        ICollection<ContextWarning>? warnings = null,
        bool withAnswers = false)
    {
        var known = new Dictionary<string, string>(surroundings ?? ImmutableDictionary<string, string>.Empty, StringComparer.Ordinal);
        if (withAnswers) known[ContextCompilerOptions.QuestionKey] = "open";
        var options = new ContextCompilerOptions { Warnings = warnings, Surroundings = known };
        if (!ContextFile.Load(path).TryGet(out var definition, out var failure)
            || !ContextCompiler.Compile(definition, ListsOf(state), options).TryGet(out var words, out failure))
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
