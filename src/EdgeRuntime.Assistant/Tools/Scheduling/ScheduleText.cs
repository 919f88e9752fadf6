using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>Names what is scheduled the way its wearer would.</summary>
public static class ScheduleText
{
    /// <summary>"5 minute timer", "7 AM alarm", "reminder to call Anna".</summary>
    /// <param name="zone">The wearer's time zone.</param>
    public static string Name(ScheduledEntry entry, TimeZoneInfo zone) => entry.Kind switch
    {
        ScheduledKind.Timer => TimerName(AnswerText.Duration(entry.Length)),
        ScheduledKind.Alarm => $"{AnswerText.Time(TimeOf(entry, zone))} alarm",
        ScheduledKind.Reminder => $"reminder to {entry.Label}",
        ScheduledKind.Photo => "photo",
        _ => "end of the video",
    };

    /// <summary>When an entry is due, or was, as seen from now: "at 7 PM", "yesterday at noon"; it must have a time.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "words: \"yesterday at noon\"")]
    public static string When(ScheduledEntry entry, GlassesClock clock) =>
        AnswerText.When(LocalTime.At(clock.DueOf(entry)!.Value, clock.Zone), clock.LocalNow);

    /// <summary>What is told about a timer or an alarm that rang and was not stopped.</summary>
    public static string Missed(ScheduledEntry entry, GlassesClock clock) => entry.Kind == ScheduledKind.Timer
        ? $"You missed your {Name(entry, clock.Zone)}, which ended {When(entry, clock)}."
        : $"You missed an alarm {When(entry, clock)}.";

    /// <summary>Names all that rings; null where nothing does.</summary>
    public static string? Ringing(GlassesState state, TimeZoneInfo zone) => Names(state.Schedule.Where(ScheduleChanges.Rings), zone);

    /// <summary>Names all that rang unheard; null where nothing did.</summary>
    public static string? Missed(GlassesState state, TimeZoneInfo zone) => Names(state.Missed, zone);

    /// <summary>Time of day at which an entry is due; it must have one.</summary>
    public static TimeOnly TimeOf(ScheduledEntry entry, TimeZoneInfo zone) =>
        entry.Local is { } local ? TimeOnly.FromDateTime(local) : LocalTime.TimeOfDay(entry.Due!.Value, zone);

    private static string? Names(IEnumerable<ScheduledEntry> entries, TimeZoneInfo zone) =>
        entries.Select(entry => Name(entry, zone)).ToArray() is { Length: > 0 } names ? AnswerText.Words(names) : null;

    // "5 minutes" becomes "5 minute timer"; "1 hour and 5 minutes" stays behind the noun.
    private static string TimerName(string length) =>
        length.Split(' ') is [var count, var unit] ? $"{count} {unit.TrimEnd('s')} timer" : $"timer for {length}";
}
