using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>A reading that may have been meant.</summary>
/// <param name="Reading">What it means.</param>
/// <param name="Score">Natural-log probability of its best path relative to the free phone loop, what slots cost for their choice
/// included: comparable between the neighbours of one utterance.</param>
public sealed record Neighbour(Interpretation Reading, float Score)
{
    /// <summary>Log density in nats of its best path by the expert; null where none was asked, -infinity for what lies far
    /// behind.</summary>
    public double? ExpertScore { get; init; }

    /// <summary>What the arcs of its best path say, in order.</summary>
    internal int[] Path { get; init; } = [];
}
