namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>Counts the calls that are open, so that nothing is closed under one that still brings its last message.
/// Safe for several threads.</summary>
internal sealed class OpenCalls
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _none;
    private int _count;

    /// <summary>A call began.</summary>
    public void Enter()
    {
        lock (_lock) _count++;
    }

    /// <summary>A call has ended.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_count == 0) _none?.TrySetResult();
        }
    }

    /// <summary>Completes when no call is open.</summary>
    public Task WhenNoneAsync()
    {
        lock (_lock)
        {
            _none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_count == 0) _none.SetResult();
            return _none.Task;
        }
    }
}
