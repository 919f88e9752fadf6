using EdgeRuntime.Assistant.Understanding.Compiling;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The end of one path of a <see cref="NeighbourSearch"/>.</summary>
internal struct NeighbourToken
{
    /// <summary>Sum of frame scores.</summary>
    public float Score;

    /// <summary>Place of the next worse path in the same state; below 0 for none.</summary>
    public int Next;

    /// <summary>What was said, as a place in the <see cref="HistoryPool"/>.</summary>
    public int History;

    /// <summary>Output of this frame, not yet in the history; 0 for none.</summary>
    public int Output;

    /// <summary>Slots, or the intent, that the best reading has not.</summary>
    public int Changes;

    /// <summary>Intent and slots of the path so far, hashed.</summary>
    public PathMeaning Said;

    /// <summary>What an arc or an end says.</summary>
    /// <param name="output">Number of the output; 0 for none.</param>
    /// <param name="outputs">Outputs of the graph.</param>
    /// <param name="slotCost">Nats that a slot costs for every nat of its choice.</param>
    /// <param name="known">Hashes of the best reading's intent and slots.</param>
    public void Say(int output, OutputTable outputs, float slotCost, ReadOnlySpan<ulong> known)
    {
        if (output == 0) return;
        Output = output;
        Score -= slotCost * outputs.ChoiceOf(output);
        foreach (ref readonly var op in outputs.MeaningOf(output))
        {
            var gained = Said.Apply(op);
            Changes += gained == 0 || known.Contains(gained) ? 0 : 1;
        }
    }
}
