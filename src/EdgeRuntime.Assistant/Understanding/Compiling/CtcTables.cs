namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>The tables of a <see cref="PhoneGraph"/>.</summary>
/// <remarks>State numbers below <see cref="NodeCount"/> are blanks: "between phones, at this node". The others hold one phone that leads
/// to a node. From a blank or phone state one enters any arc of its node, except a phone right after itself,
/// which needs the blank between.</remarks>
internal sealed class CtcTables
{
    public required int NodeCount { get; init; }

    public required int[] FirstArc { get; init; } // [nodes + 1]

    public required CtcArc[] Arcs { get; init; } // [arcs], grouped by node

    public required int[] FirstFinal { get; init; } // [nodes + 1]

    public required int[] Finals { get; init; } // outputs said when the sentence ends there, grouped by node

    public required byte[] PhoneOf { get; init; } // [states], 0 for blanks

    public required int[] NodeOf { get; init; } // [states], the node a state leads to

    public required OutputTable Outputs { get; init; }

    /// <summary>Most outputs on one path, the final one included: bounds the history of a path.</summary>
    public required int LongestOutput { get; init; }

    /// <summary>Natural logarithm of the number of phone paths from the start to an end.</summary>
    public required double LogSentences { get; init; }

    public int StateCount => NodeOf.Length;

    public ReadOnlySpan<CtcArc> ArcsFrom(int node) => Arcs.AsSpan(FirstArc[node], FirstArc[node + 1] - FirstArc[node]);

    public ReadOnlySpan<int> FinalsOf(int node) => Finals.AsSpan(FirstFinal[node], FirstFinal[node + 1] - FirstFinal[node]);
}
