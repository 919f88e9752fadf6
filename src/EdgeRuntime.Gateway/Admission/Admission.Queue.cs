namespace EdgeRuntime.Gateway.Admission;

internal sealed partial class Admission
{
    // of a mean turn: whoever waited and was let in still ends within twice the time of an empty gateway
    private const double MostWaitOfTurn = 0.5;

    /// <summary>Decides who does not fit into the queue: the new turn (its failure is given) or one that would begin later (which is
    /// told).</summary>
    private Failure? MakeRoom_NeedsLock(Waiting turn, TimeSpan left)
    {
        var wait = ExpectedWait_NeedsLock(_queue.Count);
        if (left < wait)
        {
            return AdmissionFailures.DeadlineTooShort(RetryAfter_NeedsLock());
        }

        if (_queue.Count < _options.QueueLength && wait <= LongestWait_NeedsLock())
        {
            return null;
        }

        if (_queue.Max is not { } last || last.CompareTo(turn) < 0)
        {
            return AdmissionFailures.Overloaded(RetryAfter_NeedsLock());
        }

        Drop_NeedsLock(last);
        last.Ended.SetResult(AdmissionFailures.Overloaded(RetryAfter_NeedsLock()));
        return null;
    }

    /// <summary>When a place will be free for a turn behind so many others:
    /// when as many of the turns that began last have lasted as long as turns do.
    /// It knows that turns which began together end together, which a mean rate does not.</summary>
    private TimeSpan ExpectedWait_NeedsLock(int ahead)
    {
        var began = _begins[(_begun + ahead) % _begins.Length];
        var rounds = 1 + ahead / _begins.Length;
        var wait = TimeSpan.FromSeconds(_turnSeconds * rounds) - _time.GetElapsedTime(began);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private TimeSpan LongestWait_NeedsLock()
    {
        var share = TimeSpan.FromSeconds(_turnSeconds * MostWaitOfTurn);
        return share < _options.MaxQueueWait ? share : _options.MaxQueueWait;
    }

    private async ValueTask<Outcome<IAdmissionPlace>> WaitAsync(Waiting waiting, TimeSpan most, CancellationToken cancellationToken)
    {
        await using var timer = _time.CreateTimer(_ => GiveUp(waiting), null, most, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.UnsafeRegister((_, token) => GoAway(waiting, token), null);
        return await waiting.Ended.Task;
    }

    private void GiveUp(Waiting waiting)
    {
        lock (_lock)
        {
            if (_queue.Contains(waiting))
            {
                Drop_NeedsLock(waiting);
                waiting.Ended.SetResult(AdmissionFailures.Overloaded(RetryAfter_NeedsLock()));
            }
        }
    }

    private void GoAway(Waiting waiting, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_queue.Contains(waiting))
            {
                Drop_NeedsLock(waiting);
                waiting.Ended.SetCanceled(cancellationToken);
            }
        }
    }

    private void Drop_NeedsLock(Waiting waiting)
    {
        _queue.Remove(waiting);
        waiting.Tenant.Turns--;
        waiting.Tenant.Unbook(waiting.Priority, waiting.Booking);
        Count_NeedsLock(waiting, waiting.ArrivedSecond, -1);
    }
}
