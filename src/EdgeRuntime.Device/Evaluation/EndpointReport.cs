namespace EdgeRuntime.Device.Evaluation;

/// <summary>How soon after the last sound of a command it was acted upon, end-pointing included.
/// Rates are null where there was no row to count.</summary>
public sealed record EndpointReport
{
    /// <summary>Commands of the table that could be read.</summary>
    public required int N { get; init; }

    /// <summary>Recordings that could not be used.</summary>
    public required int Failed { get; init; }

    /// <summary>Share of the commands that was accepted.</summary>
    public required double? AcceptedRate { get; init; }

    /// <summary>Share of the commands whose utterance was closed before their last sound.</summary>
    public required double? EarlyCutRate { get; init; }

    /// <summary>From the last sample of speech to the recognised command, in milliseconds: silence waited for, and computing.</summary>
    public required Percentiles? EndToActionMs { get; init; }

    /// <summary>The computing in it, in milliseconds.</summary>
    public required Percentiles? ComputingMs { get; init; }
}
