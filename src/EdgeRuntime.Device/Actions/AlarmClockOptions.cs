using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Actions;

/// <summary>How timers, alarms and reminders ring.</summary>
public sealed record AlarmClockOptions
{
    /// <value>Longest time until a timer set by another process, or a change of the wall clock, is noticed.</value>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Time from one ring of a timer or alarm to the next; half of it is silence in which the wearer can speak.</value>
    public TimeSpan RingEvery { get; init; } = TimeSpan.FromSeconds(8);

    /// <value>Time for which a timer or alarm rings where nobody stops it; a reminder is said once.</value>
    public TimeSpan RingFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => Poll > TimeSpan.Zero && RingEvery > TimeSpan.Zero && RingFor > TimeSpan.Zero
        ? null
        : new Failure(
            Stages.Start, "alarm-options-invalid", "The alarm clock's poll, ring distance and ring length must be above zero.",
            "Correct the setting.");
}
