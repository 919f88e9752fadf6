using EdgeRuntime.Device.Evaluation.Plots;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>How well a wake phrase is heard.</summary>
public sealed record WakeReport
{
    public required string Phrase { get; init; }

    /// <summary>Recordings of the phrase that were used.</summary>
    public required int Positives { get; init; }

    /// <summary>Hours of recordings without it.</summary>
    public required double NegativeHours { get; init; }

    /// <summary>Candidates of the first stage in the negatives, per hour.</summary>
    public required double CandidatesPerHour { get; init; }

    /// <summary>Miss rates at allowed false alarm rates.</summary>
    public required IReadOnlyList<DetPoint> MissRate { get; init; }

    /// <summary>File of the DET plot; null where none was drawn.</summary>
    public required string? Plot { get; init; }

    /// <summary>Recordings that could not be used.</summary>
    public required IReadOnlyList<UnusableRecording> Failures { get; init; }
}
