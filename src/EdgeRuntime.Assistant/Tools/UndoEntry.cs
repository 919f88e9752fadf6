using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>How one change is taken back. It stands in the same document as the change,
/// so that one cannot survive without the other.</summary>
/// <param name="What">What was done, as in "Undone: setting the volume to 40 percent."</param>
public sealed record UndoEntry(string What)
{
    /// <summary>Settings to put back; null when they did not change.</summary>
    public GlassesSettings? Settings { get; init; }

    /// <summary>Timers, alarms and reminders to put back as they were.</summary>
    public IReadOnlyList<ScheduledEntry> RestoreSchedule { get; init; } = [];

    /// <summary>Ids of timers, alarms and reminders to take away.</summary>
    public IReadOnlyList<int> DropSchedule { get; init; } = [];

    /// <summary>Notes to put back as they were.</summary>
    public IReadOnlyList<Note> RestoreNotes { get; init; } = [];

    /// <summary>Ids of notes to take away.</summary>
    public IReadOnlyList<int> DropNotes { get; init; } = [];

    /// <summary>The way back from <paramref name="after"/> to <paramref name="before"/>.</summary>
    public static UndoEntry Between(string what, GlassesState before, GlassesState after) => new(what)
    {
        Settings = before.Settings == after.Settings ? null : before.Settings,
        RestoreSchedule = [.. before.Schedule.Where(entry => !after.Schedule.Contains(entry))],
        DropSchedule = [.. after.Schedule.Select(entry => entry.Id).Except(before.Schedule.Select(entry => entry.Id))],
        RestoreNotes = [.. before.Notes.Where(note => !after.Notes.Contains(note))],
        DropNotes = [.. after.Notes.Select(note => note.Id).Except(before.Notes.Select(note => note.Id))],
    };

    /// <summary>Takes the change back; what happened to other entries since then stays.</summary>
    public GlassesState ApplyTo(GlassesState state) => state with
    {
        Settings = Settings ?? state.Settings,
        Schedule = Merge(state.Schedule, RestoreSchedule, DropSchedule, entry => entry.Id),
        Notes = Merge(state.Notes, RestoreNotes, DropNotes, note => note.Id),
        Undo = null,
    };

    private static T[] Merge<T>(IReadOnlyList<T> now, IReadOnlyList<T> restore, IReadOnlyList<int> drop, Func<T, int> id)
    {
        var replaced = restore.Select(id).Concat(drop).ToHashSet();
        return [.. now.Where(item => !replaced.Contains(id(item))).Concat(restore).OrderBy(id)];
    }
}
