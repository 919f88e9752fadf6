namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Counts the calls that are open, so that nothing is closed under one that still brings its last message. Safe for several threads.</summary>
internal sealed class OpenCalls
{
    private readonly Lock gate = new();
    private TaskCompletionSource? none;
    private int count;

    /// <summary>A call began.</summary>
    public void Enter()
    {
        lock (gate) count++;
    }

    /// <summary>A call has ended.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (--count == 0) none?.TrySetResult();
        }
    }

    /// <summary>Completes when no call is open.</summary>
    public Task WhenNoneAsync()
    {
        lock (gate)
        {
            none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (count == 0) none.SetResult();
            return none.Task;
        }
    }
}
