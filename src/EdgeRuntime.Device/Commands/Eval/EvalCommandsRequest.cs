using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Hearing;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>What <c>eval commands</c> is to measure, and what it writes beside its report.</summary>
internal sealed record EvalCommandsRequest
{
    /// <summary>The labelled recordings.</summary>
    public required IReadOnlyList<LabelledCommand> Rows { get; init; }

    /// <summary>Noise under them; null for none.</summary>
    public required NoiseBed? Noise { get; init; }

    /// <summary>What can be understood.</summary>
    public required CommandContext Context { get; init; }

    /// <summary>Recordings heard at the same time.</summary>
    public required int Jobs { get; init; }

    /// <summary>Where the best reading of every recording goes; null for nowhere.</summary>
    public string? RowsFile { get; init; }

    /// <summary>Where the readings near it go; null where nobody looks at them.</summary>
    public string? CandidatesFile { get; init; }

    /// <summary>Where the plot goes; null for nowhere.</summary>
    public string? PlotFile { get; init; }
}
