namespace EdgeRuntime.Assistant.Understanding;

/// <summary>How a context is turned into a phone graph.</summary>
public sealed record PhoneGraphOptions
{
    /// <value>Phrases that may stand in front of every sentence and mean nothing, such as the wake phrases; lower case.</value>
    public IReadOnlyList<string> OptionalPrefixes { get; init; } = [];

    /// <value>Also accept the end of a prefix whose beginning was cut off, from any of its phones on.</value>
    public bool AcceptsCutPrefixes { get; init; }

    /// <value>Largest number of states, before sharing of suffixes; one takes about 60 bytes while compiling.</value>
    public int MaxStates { get; init; } = 2_000_000;

    /// <value>Largest number of arcs, before sharing of suffixes.</value>
    public int MaxArcs { get; init; } = 4_000_000;

    /// <value>Most ways that may be followed on the way to the graph, each for about a microsecond;
    /// where many optional words follow each other they grow with the square of their number.
    /// The context of the glasses needs 200,000, with 5,000 contacts 800,000.</value>
    public long MaxWork { get; init; } = 4_000_000;
}
