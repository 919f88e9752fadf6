using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Everything a route depends on; the same input gives the same decision, always.</summary>
public sealed record RouteInput
{
    /// <summary>What the decoder allows to be done.</summary>
    public required RecognitionVerdict Verdict { get; init; }

    /// <summary>Confidence in the best reading, 0..1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Intent of the best reading; null without one.</summary>
    public string? Intent { get; init; }

    /// <summary>Where the work behind the intent can be done.</summary>
    public required TaskClass Task { get; init; }

    /// <summary>True when the sentence holds spoken free words, which the glasses cannot write down.</summary>
    public bool NeedsDictation { get; init; }

    /// <summary>State of the way to the cloud.</summary>
    public CloudLink Cloud { get; init; }

    /// <summary>True when the wearer agreed that utterances may leave the glasses.</summary>
    public bool CloudConsent { get; init; }

    /// <summary>True when nothing may leave the glasses.</summary>
    public bool LocalOnly { get; init; }
}
