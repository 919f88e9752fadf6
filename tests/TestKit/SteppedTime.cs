using EdgeRuntime.Assistant.Tools.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace TestKit;

/// <summary>A time that only tests move, with a clock on the wall that can be set forth and back while timestamps and timers know nothing
/// of it: a test of a length of time steps it and sees that nothing changes.</summary>
public sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start), IBootTime
{
    private readonly DateTimeOffset _on = start.AddHours(-1); // switched on an hour ago
    private TimeSpan _step;

    /// <summary>Names the start of the machine; another name is another start.</summary>
    public string Boot { get; set; } = "first";

    /// <summary>Sets the clock on the wall forth, or back.</summary>
    public void Step(TimeSpan by) => _step += by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    // The fake one would take it from the clock on the wall.
    /// <inheritdoc/>
    public override long GetTimestamp() => (base.GetUtcNow() - _on).Ticks;
}
