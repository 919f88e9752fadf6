using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Cloud;

/// <summary>A clock that a test moves, and that says for how long somebody waits: so a test knows when to move it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    // Now, since deadlines of real calls are made with it.
    public WatchedTime()
        : base(System.GetUtcNow()) => SetLocalTimeZone(TimeZoneInfo.Utc);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits; gives for how long.</summary>
    public async Task<TimeSpan> NextWaitAsync() => await _waits.Reader.ReadAsync();
}
