using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Device.Actions;

/// <summary>What is said while something rings, and of what would have rung while the glasses were off.</summary>
internal static class RingText
{
    /// <summary>What is said while it rings; empty for what the camera does, which has its own answer.</summary>
    public static string Due(ScheduledEntry entry, TimeZoneInfo zone) => entry.Kind switch
    {
        ScheduledKind.Timer => $"Your {ScheduleText.Name(entry, zone)} is done.",
        ScheduledKind.Alarm => $"It's {AnswerText.Time(ScheduleText.TimeOf(entry, zone))}, time for your alarm.",
        ScheduledKind.Reminder => $"Reminder: {entry.Label}.",
        _ => string.Empty,
    };

    /// <summary>What is said about one that nobody heard.</summary>
    public static string Missed(ScheduledEntry entry, GlassesClock clock)
    {
        var when = ScheduleText.When(entry, clock);
        return entry.Kind switch
        {
            ScheduledKind.Timer => $"While I was off, your {ScheduleText.Name(entry, clock.Zone)} ended {when}.",
            ScheduledKind.Alarm => $"While I was off, you missed an alarm {when}.",
            ScheduledKind.Reminder => $"While I was off, you wanted to be reminded {when}: {entry.Label}.",
            ScheduledKind.Photo => $"I was off {when}, so I didn't take the photo.",
            _ => $"I was off {when}, when the video should have ended.",
        };
    }
}
