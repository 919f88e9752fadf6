using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Names what is scheduled the way its wearer would.</summary>
public static class ScheduleText
{
    /// <summary>"5 minute timer", "7 AM alarm", "reminder to call Anna".</summary>
    /// <param name="entry">What to name.</param>
    /// <param name="zone">The wearer's time zone.</param>
    public static string Name(ScheduledEntry entry, TimeZoneInfo zone) => entry.Kind switch
    {
        ScheduledKind.Timer => TimerName(AnswerText.Duration(entry.Length)),
        ScheduledKind.Alarm => $"{AnswerText.Time(LocalTime.Of(entry.Due!.Value, zone))} alarm",
        ScheduledKind.Reminder => $"reminder to {entry.Label}",
        ScheduledKind.Photo => "photo",
        _ => "end of the video",
    };

    // "5 minutes" becomes "5 minute timer"; "1 hour and 5 minutes" stays behind the noun.
    private static string TimerName(string length) =>
        length.Split(' ') is [var count, var unit] ? $"{count} {unit.TrimEnd('s')} timer" : $"timer for {length}";
}
