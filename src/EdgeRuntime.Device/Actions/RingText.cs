using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>Words a ring.</summary>
internal static class RingText
{
    /// <summary>What is said while it rings; empty for what the camera does, which has its own answer.</summary>
    public static string Due(ScheduledEntry entry, TimeZoneInfo zone) => entry.Kind switch
    {
        ScheduledKind.Timer => $"Your {ScheduleText.Name(entry, zone)} is done.",
        ScheduledKind.Alarm => $"It's {AnswerText.Time(TimeOnly.FromDateTime(Local(entry.Due!.Value, zone)))}, time for your alarm.",
        ScheduledKind.Reminder => $"Reminder: {entry.Label}.",
        _ => string.Empty,
    };

    /// <summary>What is said about one that nobody heard.</summary>
    public static string Missed(ScheduledEntry entry, DateTimeOffset now, TimeZoneInfo zone)
    {
        var when = AnswerText.When(Local(entry.Due!.Value, zone), Local(now, zone));
        return entry.Kind switch
        {
            ScheduledKind.Timer => $"While I was off, your {ScheduleText.Name(entry, zone)} ended {when}.",
            ScheduledKind.Alarm => $"While I was off, you missed an alarm {when}.",
            ScheduledKind.Reminder => $"While I was off, you wanted to be reminded {when}: {entry.Label}.",
            ScheduledKind.Photo => $"I was off {when}, so I didn't take the photo.",
            _ => $"I was off {when}, when the video should have ended.",
        };
    }

    private static DateTime Local(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;
}
