using System.Collections.Immutable;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Hearing;

/// <summary>A context with its run-time lists filled in, ready for text and, with models, for speech.</summary>
/// <param name="Definition">The context as read.</param>
/// <param name="Words">Everything that can be said in it.</param>
public sealed record CommandContext(ContextDefinition Definition, WordGraph Words)
{
    /// <summary>What fills its run-time lists.</summary>
    public DynamicLists Names { get; init; } = DynamicLists.None;

    /// <summary>True when some of it can be said only while a question is open.</summary>
    public bool HasAnswers =>
        Definition.Intents.SelectMany(intent => intent.Blocks).SelectMany(block => block.Requires)
            .Any(condition => condition.Key == ContextCompilerOptions.QuestionKey);

    /// <summary>The file of the glasses' own context in a models folder.</summary>
    public static string FileIn(string models) => Path.Combine(models, "contexts", "glasses.yaml");

    /// <summary>Reads and compiles a context file or folder. A name that a phone gave never makes it fail:
    /// what cannot be used is left out.</summary>
    /// <param name="path">File, or folder of files.</param>
    /// <param name="state">Where contacts and playlists come from; null leaves every list as its file has it.</param>
    /// <param name="surroundings">What is known around the wearer; null for nothing.</param>
    /// <param name="warnings">Collects what was tolerated while compiling; null for nowhere.</param>
    /// <param name="withAnswers">True while a question of the glasses is open: what only answers one can be said too.</param>
    /// <param name="limits">Limits of it; null for what is built in.</param>
    public static Outcome<CommandContext> Load(
        string path,
        GlassesState? state,
        IReadOnlyDictionary<string, string>? surroundings = null,
        ICollection<ContextWarning>? warnings = null,
        bool withAnswers = false,
        ContextCompilerOptions? limits = null) =>
        Load<CommandContext>(path, state, context => context, _ => { }, surroundings, warnings, withAnswers, limits);

    /// <summary>The same, made into what a caller needs of it; names with which that fails are left out as well.</summary>
    /// <param name="path">File, or folder of files.</param>
    /// <param name="state">Where contacts and playlists come from; null leaves every list as its file has it.</param>
    /// <param name="make">Makes something of the context; called again with fewer names when it fails.</param>
    /// <param name="leftOut">Told why names are left out, by name.</param>
    /// <param name="surroundings">What is known around the wearer; null for nothing.</param>
    /// <param name="warnings">Collects what was tolerated while compiling; null for nowhere.</param>
    /// <param name="withAnswers">True while a question of the glasses is open: what only answers one can be said too.</param>
    /// <param name="limits">Limits of it; null for what is built in.</param>
    public static Outcome<T> Load<T>(
        string path,
        GlassesState? state,
        Func<CommandContext, Outcome<T>> make,
        Action<Failure> leftOut,
        IReadOnlyDictionary<string, string>? surroundings = null,
        ICollection<ContextWarning>? warnings = null,
        bool withAnswers = false,
        ContextCompilerOptions? limits = null)
    {
        if (!ContextFile.Load(path).TryGet(out var definition, out var failure)) return failure;
        if (PhoneNames.LeftOut(state) is { } unsayable) leftOut(unsayable);
        var known = new Dictionary<string, string>(surroundings ?? ImmutableDictionary<string, string>.Empty, StringComparer.Ordinal);
        if (withAnswers) known[ContextCompilerOptions.QuestionKey] = "open";
        var options = (limits ?? new ContextCompilerOptions()) with { Warnings = warnings, Surroundings = known };
        var all = PhoneNames.From(state);
        var names = all;
        Outcome<T> Made() => ContextCompiler.Compile(definition, names.Lists(), options).TryGet(out var words, out var broken)
            ? make(new CommandContext(definition, words) { Names = names.Lists() })
            : broken;
        var made = Made();
        if (made.Failure is not { } why) return made;
        while (made.Failure is not null && names.Count > 0)
        {
            names = names.Half();
            made = Made();
        }

        if (made.Failure is null) leftOut(PhoneNames.TooMany(all.Count - names.Count, why.Code));
        return made.Failure is null ? made : why;
    }
}
