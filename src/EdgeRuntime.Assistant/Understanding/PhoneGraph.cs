using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>A context as the decoder walks it: CTC states over phones, common beginnings and ends shared, meaning on the arcs.
/// Immutable; safe for any number of decoders.</summary>
public sealed class PhoneGraph
{
    /// <summary>The phone of wildcards: anything, at a cost.</summary>
    internal const byte AnyPhone = Phones.Count;

    private InterpretationBuilder? _interpretations;

    internal PhoneGraph(WordGraph words, CtcTables tables, Continuation[] continuations, PhoneGraphSize size) =>
        (Words, Tables, Continuations, Size) = (words, tables, continuations, size);

    /// <summary>The graph it was made from.</summary>
    public WordGraph Words { get; }

    /// <summary>How large it is.</summary>
    public PhoneGraphSize Size { get; }

    internal CtcTables Tables { get; }

    /// <summary>What could follow at each node, [nodes].</summary>
    internal Continuation[] Continuations { get; }

    /// <summary>Compiles a word graph.</summary>
    /// <param name="words">The context.</param>
    /// <param name="pronouncer">Says its words.</param>
    /// <param name="options">Prefixes and limits; null means the defaults.</param>
    /// <returns>The graph, or a failure: <c>context-graph-too-large</c>,
    /// <c>context-word-unpronounceable</c> or <c>context-empty</c>.</returns>
    public static Outcome<PhoneGraph> Compile(WordGraph words, Pronouncer pronouncer, PhoneGraphOptions? options = null) =>
        PhoneGraphCompiler.Compile(words, pronouncer, options ?? new PhoneGraphOptions());

    /// <summary>Whether a step says which intent a sentence has.</summary>
    internal bool IsIntent(int step) => StepCode.IsAction(step) && Words.Actions[StepCode.ActionOf(step)].Kind == GraphActionKind.IntentEnd;

    /// <summary>The meaning of a path, given what its arcs said in order.</summary>
    internal Interpretation Interpret(ReadOnlySpan<int> outputs)
    {
        var path = new List<PathStep>();
        PathStep? intent = null;
        foreach (var output in outputs)
        {
            foreach (var step in Tables.Outputs.StepsOf(output))
            {
                if (IsIntent(step))
                    intent = ToPathStep(step); // said early, see IntentPushing; stands last in a path
                else if (step != StepCode.Prefix)
                    path.Add(ToPathStep(step));
            }
        }

        path.Add(intent ?? throw new InvalidOperationException("A path without an intent is no sentence."));
        _interpretations ??= new InterpretationBuilder(Words);
        return _interpretations.Build(path.ToArray());
    }

    private static PathStep ToPathStep(int step) =>
        StepCode.IsAction(step) ? new PathStep(WordGraph.Epsilon, StepCode.ActionOf(step)) : new PathStep(step, -1);
}
