using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>What a path through the phone graph says beside its phones, packed into one number: a word, any words,
/// a prefix word or an action.</summary>
internal static class StepCode
{
    /// <summary>A word of an optional prefix, which stands in no reading.</summary>
    public const int Prefix = -1;

    /// <summary>A wildcard.</summary>
    public const int AnyWords = WordGraph.AnyWords;

    /// <summary>Packs an action index.</summary>
    public static int Action(int action) => -3 - action;

    /// <summary>Whether a step is an action.</summary>
    public static bool IsAction(int step) => step <= -3;

    /// <summary>Action index of a step for which <see cref="IsAction"/> holds.</summary>
    public static int ActionOf(int step) => -3 - step;
}
