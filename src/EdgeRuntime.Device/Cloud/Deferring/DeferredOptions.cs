using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>How much is kept for later, and when it is tried.</summary>
public sealed record DeferredOptions
{
    /// <value>Wishes that may wait.</value>
    public int MaxWishes { get; init; } = 50;

    /// <value>Bytes on disk they may take together; half a minute of sound takes 1.3 MB.</value>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <value>Time for the whole answer to one; nobody waits for it.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>Pause between two looks at the queue while a service runs.</value>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Longest pause while the cloud stays out of reach; it doubles from <see cref="Poll"/> on.</value>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() =>
        MaxWishes is < 1 or > 10_000 || MaxBytes < 4 << 20 || Deadline <= TimeSpan.Zero || Poll <= TimeSpan.Zero || LongestPause < Poll
            ? new Failure(
                Stages.Start, "deferred-options-invalid", "The queue needs room for 1 to 10000 wishes and 4 MB, and times above zero.",
                "Correct the setting.")
            : null;
}
