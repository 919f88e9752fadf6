namespace EdgeRuntime.Assistant.Tools;

/// <summary>Changes to timers, alarms and reminders, as pure functions of the document. An id that is gone changes nothing.</summary>
public static class ScheduleChanges
{
    /// <summary>Adds an entry, which gets the next id.</summary>
    public static GlassesState Add(GlassesState state, ScheduledEntry entry) => state with
    {
        Schedule = [.. state.Schedule, entry with { Id = state.NextId }],
        NextId = state.NextId + 1,
    };

    /// <summary>Marks an entry as ringing.</summary>
    public static GlassesState Ring(GlassesState state, int id, DateTimeOffset since) =>
        Replace(state, id, entry => entry with { RingingSince = since });

    /// <summary>Ends an entry that has rung: a daily alarm goes to its next day, anything else goes away.</summary>
    /// <param name="state">The document.</param>
    /// <param name="id">Id of the entry.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">The wearer's time zone, in which a day has its hours.</param>
    public static GlassesState End(GlassesState state, int id, DateTimeOffset now, TimeZoneInfo zone) =>
        Replace(state, id, entry => entry.Daily
            ? entry with { Due = LocalTime.Next(LocalTime.Of(entry.Due, zone), now, zone), RingingSince = null }
            : null);

    /// <summary>Lets an entry ring again later.</summary>
    public static GlassesState Snooze(GlassesState state, int id, DateTimeOffset until) =>
        Replace(state, id, entry => entry with { Due = until, RingingSince = null });

    /// <summary>Replaces an entry, or takes it away where <paramref name="change"/> gives null.</summary>
    public static GlassesState Replace(GlassesState state, int id, Func<ScheduledEntry, ScheduledEntry?> change)
    {
        if (state.Schedule.FirstOrDefault(entry => entry.Id == id) is not { } found)
        {
            return state;
        }

        var replaced = change(found);
        return state with { Schedule = [.. state.Schedule.Select(entry => entry.Id == id ? replaced : entry).OfType<ScheduledEntry>()] };
    }
}
