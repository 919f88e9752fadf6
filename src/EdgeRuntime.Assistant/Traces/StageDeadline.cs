namespace EdgeRuntime.Assistant.Traces;

/// <summary>A deadline that counts the time in which a stage could run. It is told in ticks, each set when the one before has come:
/// a machine so busy that ticks come late, or one that slept, spends one tick on the whole delay and not the deadline.</summary>
internal sealed class StageDeadline : IDisposable
{
    private const int Ticks = 20;

    private readonly CancellationTokenSource _late = new();
    private readonly ITimer? _timer;
    private readonly TimeSpan _tick;
    private int _left = Ticks;

    /// <summary>Begins to count at once.</summary>
    /// <param name="deadline">Longest time; null for a stage that only computes: it cannot hang, and what it found is used.</param>
    public StageDeadline(TimeSpan? deadline, TimeProvider time)
    {
        if (deadline is not { } longest) return;
        _tick = longest / Ticks;
        _timer = time.CreateTimer(static clock => ((StageDeadline)clock!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_tick, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken Token => _late.Token;

    /// <summary>Stops counting.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _late.Dispose();
    }

    private void Tick()
    {
        try
        {
            if (--_left > 0) _timer!.Change(_tick, Timeout.InfiniteTimeSpan);
            else _late.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stage ended while this tick was under way.
        }
    }
}
