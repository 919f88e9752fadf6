namespace EdgeRuntime.Assistant.Answering;

/// <summary>What is known about the way to the cloud.</summary>
/// <param name="Link">Its state; up until a call has failed.</param>
public sealed record CloudStatus(CloudLink Link)
{
    /// <summary>No cloud is set up.</summary>
    public static CloudStatus Absent { get; } = new(CloudLink.Absent);

    /// <summary>Round trip as last measured, in milliseconds; null before the first call.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>What may still be spent this month, in nano units of the currency; null when not known or not limited.</summary>
    public long? BudgetLeftNanos { get; init; }

    /// <summary>What a turn has cost of late, in nano units of the currency; null before the first.</summary>
    public long? PriceNanos { get; init; }
}
