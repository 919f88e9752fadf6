using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Limits and surroundings of a compilation.</summary>
public sealed record ContextCompilerOptions
{
    /// <summary>Surrounding that is there only while the glasses wait for the answer to a question:
    /// what requires it is left out without a word else.</summary>
    public const string QuestionKey = "question";

    /// <value>Most nodes a graph may have; default 250,000 (about 30 MB compiled).</value>
    public int MaxNodes { get; init; } = 250_000;

    /// <value>Most arcs a graph may have; default 1,000,000.</value>
    public int MaxArcs { get; init; } = 1_000_000;

    /// <value>Most different words a graph may have; default 50,000, a third of the dictionary. Each has to be pronounced.</value>
    public int MaxWords { get; init; } = 50_000;

    /// <value>Most parts and arcs that may be looked at on the way to the graph, about a second of work; default 10 million.
    /// The context of the glasses needs 200,000, with 5,000 contacts 800,000.</value>
    public long MaxWork { get; init; } = 10_000_000;

    /// <value>What is known around the wearer, for <c>requires_context</c> and <c>excludes_context</c>; default nothing.</value>
    public IReadOnlyDictionary<string, string> Surroundings { get; init; } = new Dictionary<string, string>();

    /// <value>Collects what was tolerated while compiling; default nowhere.</value>
    public ICollection<ContextWarning>? Warnings { get; init; }
}
