using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>Words a ring.</summary>
internal static class RingText
{
    /// <summary>What is said while it rings.</summary>
    public static string Due(ScheduledEntry entry, TimeZoneInfo zone) => entry.Kind switch
    {
        ScheduledKind.Timer => $"{AnswerText.Capitalised(ScheduleText.Name(entry, zone))} is done.",
        ScheduledKind.Alarm => $"It's {AnswerText.Time(TimeOnly.FromDateTime(Local(entry.Due, zone)))}. This is {ScheduleText.Name(entry, zone)}.",
        _ => entry.Label is { } what ? $"Reminder: {what}." : "You wanted to be reminded now.",
    };

    /// <summary>What is said about one that nobody heard.</summary>
    public static string Missed(ScheduledEntry entry, DateTimeOffset now, TimeZoneInfo zone)
    {
        var name = AnswerText.Capitalised(ScheduleText.Name(entry, zone));
        var when = AnswerText.When(Local(entry.Due, zone), Local(now, zone));
        return entry.Kind == ScheduledKind.Timer
            ? $"{name} ended {when}, while I was off."
            : $"{name} was due {when}, while I was off.";
    }

    private static DateTime Local(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;
}
