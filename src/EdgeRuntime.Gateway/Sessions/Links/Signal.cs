using System.Threading.Tasks.Sources;

namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>Wakes one waiter; set before the wait, it is not lost. Allocates nothing after it was made. Any thread sets, one at a time
/// waits.</summary>
internal sealed class Signal : IValueTaskSource
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private bool _isSet;
    private bool _isAwaited;

    /// <summary>Wakes the waiter, or lets the next wait return at once.</summary>
    /// <param name="inline">The waiter goes on under this call, which saves a change of threads; for callers without a lock.</param>
    public void Set(bool inline = false)
    {
        lock (_lock)
        {
            if (!_isAwaited)
            {
                _isSet = true;
                return;
            }

            _isAwaited = false;
            _source.RunContinuationsAsynchronously = !inline;
        }

        _source.SetResult(true);
    }

    /// <summary>Waits for <see cref="Set"/>.</summary>
    public ValueTask WaitAsync()
    {
        lock (_lock)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _source.Reset();
            _isAwaited = true;
            return new ValueTask(this, _source.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
