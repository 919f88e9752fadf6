namespace Gateway.Tests.Admission;

/// <summary>Runs what asynchronous methods go on with on the thread of a test, when the test says so.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Work, object? State)> _work = [];
    private SynchronizationContext? _before;

    public static OneThread Begin()
    {
        var thread = new OneThread { _before = Current };
        SetSynchronizationContext(thread);
        return thread;
    }

    public void End() => SetSynchronizationContext(_before);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_work)
        {
            _work.Enqueue((d, state));
        }
    }

    public void RunAll()
    {
        while (Next() is { } next)
        {
            next.Work(next.State);
        }
    }

    private (SendOrPostCallback Work, object? State)? Next()
    {
        lock (_work)
        {
            return _work.TryDequeue(out var next) ? next : null;
        }
    }
}
