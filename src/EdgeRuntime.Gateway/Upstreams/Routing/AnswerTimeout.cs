namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Ends a wait by its token: when nothing happened for a limit, or when the deadline came. A touch is one write of a number, so
/// that every
/// token can make one; the timer looks at it only when it rings. One thread touches.</summary>
internal sealed class AnswerTimeout : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1); // a timer of zero would never advance a fake clock
    private readonly TimeProvider _time;
    private readonly Deadline _deadline;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private TimeSpan _limit;
    private long _touched;

    public AnswerTimeout(TimeProvider time, TimeSpan limit, Deadline deadline, CancellationToken cancellationToken)
    {
        _time = time;
        _deadline = deadline;
        _limit = limit;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _touched = time.GetTimestamp();
        _timer = time.CreateTimer(static watch => ((AnswerTimeout)watch!).Ring(), this, Remaining(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when time is over or the caller gave up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True when time was over.</summary>
    public bool Expired { get; private set; }

    /// <summary>Something happened: the limit counts from now.</summary>
    public void Touch() => Volatile.Write(ref _touched, _time.GetTimestamp());

    /// <summary>Something happened, and from now on this limit holds.</summary>
    public void Touch(TimeSpan limit)
    {
        Touch();
        if (limit != _limit)
        {
            _limit = limit;
            _timer.Change(Remaining(), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private TimeSpan Remaining()
    {
        var quiet = _limit - _time.GetElapsedTime(Volatile.Read(ref _touched));
        var left = _deadline.Left;
        var least = quiet < left ? quiet : left;
        return least < ShortestWait ? (least <= TimeSpan.Zero ? TimeSpan.Zero : ShortestWait) : least;
    }

    private void Ring()
    {
        try
        {
            if (Remaining() is var left && left > TimeSpan.Zero)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            Expired = true;
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            Expired = false; // it rang while the answer was being disposed: nobody waits any more
        }
    }
}
