namespace EdgeRuntime.Inference.Verification;

/// <summary>Measured cost of one model on this machine, one thread.</summary>
public sealed record ModelTiming
{
    /// <summary>Id in the manifest.</summary>
    public required string Id { get; init; }

    /// <summary>Steps measured.</summary>
    public required int Runs { get; init; }

    /// <summary>Milliseconds from file to a warm session: read, hash, load, two steps.</summary>
    public required double OpenMs { get; init; }

    /// <summary>Median milliseconds per step.</summary>
    public required double P50Ms { get; init; }

    /// <summary>95th percentile of milliseconds per step.</summary>
    public required double P95Ms { get; init; }

    /// <summary>Most milliseconds that the manifest allows for a median step.</summary>
    public required double BudgetMs { get; init; }

    /// <summary>Median step over the time its frames last; null for a model that does not stream.</summary>
    public required double? RealTimeFactor { get; init; }

    /// <summary>Managed bytes allocated per step.</summary>
    public required long BytesPerStep { get; init; }

    /// <summary>True when the median is within the budget; the 95th percentile shows what else the machine was doing.</summary>
    public bool WithinBudget => P50Ms <= BudgetMs;
}
