using EdgeRuntime.Device.Evaluation.Plots;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>How well voice activity tells speech from noise, frame by frame.</summary>
public sealed record VoiceReport
{
    /// <summary>Area under the ROC curve over frames of 40 ms.</summary>
    public required double FrameAuc { get; init; }

    /// <summary>Frames that hold speech.</summary>
    public required int SpeechFrames { get; init; }

    /// <summary>Frames that hold none.</summary>
    public required int NoiseFrames { get; init; }

    /// <summary>Level of the speech over the noise, in decibels.</summary>
    public required double SnrDb { get; init; }

    /// <summary>Share of speech frames found at the threshold in use.</summary>
    public required double SpeechFound { get; init; }

    /// <summary>Share of noise frames taken for speech at the threshold in use.</summary>
    public required double NoiseTaken { get; init; }

    /// <summary>File of the ROC plot; null where none was drawn.</summary>
    public required string? Plot { get; init; }

    /// <summary>Recordings that could not be used.</summary>
    public required IReadOnlyList<UnusableRecording> Failures { get; init; }
}
