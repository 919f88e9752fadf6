using EdgeRuntime.Assistant.Seeing;

namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>What happens when an entry of the schedule is due.</summary>
public enum ScheduledKind
{
    /// <summary>Counts down a length of time.</summary>
    Timer,

    /// <summary>Rings at a time of day.</summary>
    Alarm,

    /// <summary>Says something at a time, or waits in the list without one.</summary>
    Reminder,

    /// <summary>Takes a photo.</summary>
    Photo,

    /// <summary>Ends the video that is being recorded.</summary>
    VideoEnd,
}
