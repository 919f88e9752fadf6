namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>Keeps what is written on the wall clock true after somebody has set it or the wearer has travelled,
/// so that it is the best that is known when the steady clock begins anew, with the next start of the machine.</summary>
public static class ScheduleTimes
{
    // Two readings of two clocks are never the same; a step of less than this is not worth a write.
    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(1);

    /// <summary>The document with its moments as the clock has them now; the same document where none has moved.</summary>
    public static GlassesState Reconciled(GlassesState state, GlassesClock clock)
    {
        var schedule = state.Schedule;
        for (var i = 0; i < schedule.Count; i++)
        {
            var entry = schedule[i];
            if (Reconciled(entry, clock) is var moved && moved != entry) schedule = [.. schedule.Take(i), moved, .. schedule.Skip(i + 1)];
        }

        return ReferenceEquals(schedule, state.Schedule) ? state : state with { Schedule = schedule };
    }

    private static ScheduledEntry Reconciled(ScheduledEntry entry, GlassesClock clock)
    {
        // An alarm from before times of day were kept: its clock time is the one that it has where the wearer is now.
        if (entry is { Kind: ScheduledKind.Alarm, Due: { } due, Local: null, Steady: null }) return clock.On(entry, due);
        return entry.Due is { } written && clock.DueOf(entry) is { } known && (known - written).Duration() > Worth
            ? entry with { Due = known }
            : entry;
    }
}
