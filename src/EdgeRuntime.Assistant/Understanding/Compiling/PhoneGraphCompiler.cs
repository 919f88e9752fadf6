using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Runs the steps from a word graph to a phone graph.</summary>
internal static class PhoneGraphCompiler
{
    /// <summary>Share of the allowed states after which beginnings are no longer shared; see <see cref="PrefixSharing"/>.</summary>
    private const int MergeShare = 4;

    /// <inheritdoc cref="PhoneGraph.Compile"/>
    public static Outcome<PhoneGraph> Compile(WordGraph words, Pronouncer pronouncer, PhoneGraphOptions options, int? mergeBudget = null)
    {
        var steps = new StepSequences();
        var suffixes = new PhoneSuffixes();
        if (!PronunciationTable.Create(words.Words, pronouncer, suffixes).TryGet(out var pronunciations, out var failure))
            return failure;
        if (!OptionalPrefixes.Create(words.Start, options, pronouncer, steps, suffixes).TryGet(out var prefixes, out failure))
            return failure;
        var sharing = new PrefixSharing(words, steps, suffixes, pronunciations, options, mergeBudget ?? options.MaxStates / MergeShare);
        if (!sharing.Run(prefixes).TryGet(out var automaton, out failure))
            return failure;
        var order = automaton.TargetsFirst();
        IntentPushing.Apply(words, steps, automaton, order);
        var merged = SuffixSharing.Apply(automaton, order);
        return merged is null ? Empty() : PhoneGraphLayout.Create(words, steps, merged, automaton.StateCount);
    }

    private static Failure Empty() => new(
        Stages.Context,
        "context-empty",
        "The context holds no sentence that could be said.",
        "Give it at least one intent with a sentence, and fill the lists that its sentences need.");
}
