using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Actions;

/// <summary>How timers, alarms and reminders ring.</summary>
public sealed record AlarmClockOptions
{
    /// <value>Longest time until a timer set by another process, or a jump of the clock, is noticed.</value>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Time between two rings of one timer or alarm.</value>
    public TimeSpan RingEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Rings of one timer or alarm until it gives up; a reminder is said once.</value>
    public int Rings { get; init; } = 6;

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => Poll > TimeSpan.Zero && RingEvery > TimeSpan.Zero && Rings > 0
        ? null
        : new Failure(Stages.Start, "alarm-options-invalid", "The alarm clock's poll, ring distance and number of rings must be above zero.", "Correct the setting.");
}
