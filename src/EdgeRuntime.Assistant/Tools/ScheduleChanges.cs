namespace EdgeRuntime.Assistant.Tools;

/// <summary>Changes to what is scheduled, as pure functions of the document. An id that is gone changes nothing.</summary>
public static class ScheduleChanges
{
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

    /// <summary>Takes entries away.</summary>
    public static GlassesState Remove(GlassesState state, Func<ScheduledEntry, bool> which) => state.Schedule.Any(which)
        ? state with { Schedule = [.. state.Schedule.Where(entry => !which(entry))] }
        : state;
}
