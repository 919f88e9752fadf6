namespace EdgeRuntime.Gateway.Admission;

internal sealed partial class Admission
{
    private const double MostWaitOfTurn = 0.5; // of a mean turn: whoever waited and was let in still ends within twice the time of an empty gateway

    /// <summary>Decides who does not fit into the queue: the new turn (its failure is given) or one that would begin later (which is told).</summary>
    private Failure? MakeRoom_NeedsLock(Waiting turn, TimeSpan left)
    {
        if (left.TotalSeconds < _turnSeconds / _options.MaxConcurrentTurns * (_queue.Count + 1))
        {
            return AdmissionFailures.DeadlineTooShort(RetryAfter_NeedsLock());
        }

        if (_queue.Count < QueueLimit_NeedsLock())
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

    /// <summary>How many may wait: as many as begin within the longest wait at the present length of turns.</summary>
    private int QueueLimit_NeedsLock()
    {
        var waitOfTurn = Math.Min(MostWaitOfTurn, _options.MaxQueueWait.TotalSeconds / Math.Max(_turnSeconds, 1e-6));
        return (int)Math.Min(_options.QueueLength, Math.Ceiling(_options.MaxConcurrentTurns * waitOfTurn));
    }

    private async ValueTask<Outcome<IAdmissionPlace>> WaitAsync(Waiting waiting, TimeSpan most, CancellationToken cancellationToken)
    {
        await using var timer = _time.CreateTimer(_ => GiveUp(waiting), null, most, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.UnsafeRegister((_, token) => GoAway(waiting, token), null);
        return await waiting.Ended.Task;
    }

    private void GiveUp(Waiting waiting)
    {
        lock (_gate)
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
        lock (_gate)
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
