using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Names a timer, an alarm or a reminder the way its wearer would.</summary>
public static class ScheduleText
{
    /// <summary>"your 5 minute timer", "your pizza timer", "your 7 AM alarm", "your reminder to call Anna".</summary>
    /// <param name="entry">What to name.</param>
    /// <param name="zone">The wearer's time zone.</param>
    public static string Name(ScheduledEntry entry, TimeZoneInfo zone) => $"your {Bare(entry, zone)}";

    /// <summary>The same without "your".</summary>
    public static string Bare(ScheduledEntry entry, TimeZoneInfo zone) => entry switch
    {
        { Kind: ScheduledKind.Reminder } => entry.Label is null ? "reminder" : $"reminder to {entry.Label}",
        { Label: { } label } => $"{label} {entry.Kind.ToString().ToLowerInvariant()}",
        { Kind: ScheduledKind.Timer } => TimerName(AnswerText.Duration(entry.Length)),
        _ => $"{AnswerText.Time(LocalTime.Of(entry.Due, zone))} alarm",
    };

    // "5 minutes" becomes "5 minute timer"; "1 hour and 5 minutes" stays behind the noun.
    private static string TimerName(string length) =>
        length.Split(' ') is [var count, var unit] ? $"{count} {unit.TrimEnd('s')} timer" : $"timer for {length}";
}
