using EdgeRuntime.Device.Evaluation;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>What <c>eval wake</c> is to measure, and where its plot goes.</summary>
internal sealed record EvalWakeRequest
{
    /// <summary>The wake phrase.</summary>
    public required string Phrase { get; init; }

    /// <summary>Recordings that hold it once each.</summary>
    public required IReadOnlyList<string> Positives { get; init; }

    /// <summary>Recordings that do not hold it.</summary>
    public required IReadOnlyList<string> Negatives { get; init; }

    /// <summary>Noise under them; null for none.</summary>
    public required NoiseBed? Noise { get; init; }

    /// <summary>Where the DET plot goes.</summary>
    public required string Plot { get; init; }
}
