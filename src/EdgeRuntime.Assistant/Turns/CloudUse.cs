using EdgeRuntime.Assistant.Answering;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>What the cloud did in a turn.</summary>
public sealed record CloudUse
{
    /// <summary>Model that answered; empty when the question was never taken.</summary>
    public string Model { get; init; } = string.Empty;

    /// <summary>True when fixed sentences stood in for a model.</summary>
    public bool IsScripted { get; init; }

    /// <summary>What it cost; null when that is not known.</summary>
    public CloudBill? Bill { get; init; }

    /// <summary>What the cloud heard; null for typed words. Not in the trace.</summary>
    public string? Transcript { get; init; }

    /// <summary>Lost links that were mended.</summary>
    public int Resumed { get; init; }

    /// <summary>From the question to its first word, in milliseconds; null when none came.</summary>
    public double? FirstWordMs { get; init; }

    /// <summary>Tools that ran on the glasses for it.</summary>
    public int ToolCalls { get; init; }
}
