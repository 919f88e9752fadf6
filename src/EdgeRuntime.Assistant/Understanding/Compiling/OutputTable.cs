using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>The sequences that arcs of one phone graph say, with small numbers; 0 says nothing.</summary>
internal sealed class OutputTable
{
    /// <summary>More values than this count as so many: of a thousand names few are ever said.</summary>
    private const int MostValues = 100;

    private readonly int[][] _steps; // [outputs][steps], step codes
    private readonly MeaningOp[][] _meaning; // [outputs][operations]
    private readonly bool[] _endsWord; // [outputs]
    private readonly float[] _choice; // [outputs], nats

    private OutputTable(int[][] steps, MeaningOp[][] meaning, float[] choice)
    {
        (_steps, _meaning, _choice) = (steps, meaning, choice);
        _endsWord = [.. steps.Select(of => of.Any(step => !StepCode.IsAction(step)))];
    }

    /// <summary>Outputs, the empty one among them.</summary>
    public int Count => _steps.Length;

    /// <summary>Makes the table of some sequences; the first must be the empty one.</summary>
    public static OutputTable Create(IEnumerable<int> sequences, StepSequences all, WordGraph graph)
    {
        var hashes = new MeaningHashes(graph);
        int[][] steps = [.. sequences.Select(all.StepsOf)];
        float[] choice =
        [
            .. steps.Select(of =>
                of.Where(StepCode.IsAction).Sum(step => MathF.Log(Math.Min(graph.Actions[StepCode.ActionOf(step)].Values, MostValues)))),
        ];
        return new OutputTable(steps, [.. steps.Select(of => of.Select(hashes.Find).OfType<MeaningOp>().ToArray())], choice);
    }

    /// <summary>Whether a word ends with this output.</summary>
    public bool EndsWord(int output) => _endsWord[output];

    /// <summary>How much choice the slots have that begin with this output: the sum of the logarithms of their numbers of values,
    /// in nats.</summary>
    public float ChoiceOf(int output) => _choice[output];

    /// <summary>Step codes of an output.</summary>
    public ReadOnlySpan<int> StepsOf(int output) => _steps[output];

    /// <summary>What an output does to the meaning.</summary>
    public ReadOnlySpan<MeaningOp> MeaningOf(int output) => _meaning[output];
}
