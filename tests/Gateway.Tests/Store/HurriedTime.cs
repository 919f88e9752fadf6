namespace Gateway.Tests.Store;

/// <summary>A time in which every wait is over at once and has taken as long as it was to take:
/// for waits whose outcome the test knows to be certain.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long _skipped; // ticks of TimestampFrequency

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _skipped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero) return base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Add(ref _skipped, (long)(dueTime.TotalSeconds * TimestampFrequency));
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
