using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Store;

/// <summary>A time that only tests move, with a clock on the wall that can be set wrong without time passing.</summary>
internal sealed class JumpingTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

    /// <summary>How wrong the clock is.</summary>
    public TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

    // The fake one would take it from the clock on the wall.
    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(true);
        return timer;
    }

    /// <summary>Waits for a task; lets a second pass whenever something waits for time to pass.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, _timers.Reader.WaitToReadAsync().AsTask());
            while (_timers.Reader.TryRead(out _)) Advance(TimeSpan.FromSeconds(1));
        }

        return await task;
    }
}
