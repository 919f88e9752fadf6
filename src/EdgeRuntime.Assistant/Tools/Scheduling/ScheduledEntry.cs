namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>A timer, an alarm, a reminder, or something the camera is to do later.</summary>
/// <param name="Id">Number of the entry, unique in the document.</param>
/// <param name="Due">When it rings by the wall clock, as far as was known when it was written; null for a reminder without a time. Ask
/// <see cref="GlassesClock.DueOf"/>.</param>
/// <param name="Label">Name or text; null without one.</param>
public sealed record ScheduledEntry(int Id, ScheduledKind Kind, DateTimeOffset? Due, string? Label = null)
{
    /// <summary>Length a timer was set to; zero for others.</summary>
    public TimeSpan Length { get; init; }

    /// <summary>When a length of time is over, on the clock that nobody can set; null for a time of day.</summary>
    public SteadyMoment? Steady { get; init; }

    /// <summary>Date and time of day that the wearer's clock has to show, in whatever zone; null for a length of time.</summary>
    public DateTime? Local { get; init; }

    /// <summary>When it began to ring; null until then. An entry that still rings at the next start was missed.</summary>
    public DateTimeOffset? RingingSince { get; init; }
}
