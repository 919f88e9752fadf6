namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>Changes to what is scheduled, as pure functions of the document. An id that is gone changes nothing.</summary>
public static class ScheduleChanges
{
    /// <summary>More than this nobody listens to.</summary>
    public const int MostMissed = 10;

    /// <summary>Adds an entry, which gets the next id.</summary>
    public static GlassesState Add(GlassesState state, ScheduledEntry entry) => state with
    {
        Schedule = [.. state.Schedule, entry with { Id = state.NextId }],
        NextId = state.NextId + 1,
    };

    /// <summary>Marks an entry as ringing.</summary>
    public static GlassesState Ring(GlassesState state, int id, DateTimeOffset since) => state with
    {
        Schedule = [.. state.Schedule.Select(entry => entry.Id == id ? entry with { RingingSince = since } : entry)],
    };

    /// <summary>True while an entry rings.</summary>
    public static bool Rings(ScheduledEntry entry) => entry.RingingSince is not null;

    /// <summary>Lets what rings ring again after a length of time.</summary>
    public static GlassesState Snooze(GlassesState state, GlassesClock clock, TimeSpan length) => state.Schedule.Any(Rings)
        ? state with
        {
            Schedule =
            [.. state.Schedule.Select(entry => Rings(entry) ? clock.After(entry with { RingingSince = null }, length) : entry)]
        }
        : state;

    /// <summary>Moves what nobody stopped to what is told at the next turn; of that,
    /// the latest <see cref="MostMissed"/> are kept.</summary>
    public static GlassesState Miss(GlassesState state, int id) => state.Schedule.FirstOrDefault(entry => entry.Id == id) is { } missed
        ? Remove(
            state,
            entry => entry.Id == id) with
        { Missed = [.. state.Missed.TakeLast(MostMissed - 1), missed with { RingingSince = null }] }
        : state;

    /// <summary>Takes entries away; the very same document where none is meant.</summary>
    public static GlassesState Remove(GlassesState state, Func<ScheduledEntry, bool> which) => state.Schedule.Any(which)
        ? state with { Schedule = [.. state.Schedule.Where(entry => !which(entry))] }
        : state;
}
