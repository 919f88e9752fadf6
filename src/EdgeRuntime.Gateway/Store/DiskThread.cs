namespace EdgeRuntime.Gateway.Store;

/// <summary>A thread of its own for work that waits for the disk, one piece after another: on the pool's few threads it would hold up
/// every turn. Safe for several threads; disposing it waits for what was asked.</summary>
internal sealed class DiskThread : IDisposable
{
    // An event of the system: BlockingCollection spins before it sleeps, which took a tenth of the gateway's processor time.
    private readonly AutoResetEvent _news = new(false);
    private readonly Lock _lock = new();

    // Unbounded, but each asker waits for its own work, so it stays short.
    private readonly Queue<(Action Work, TaskCompletionSource Done)> _asked = [];
    private readonly Thread _thread;
    private bool _ends;

    /// <summary>Starts a background thread of this name.</summary>
    public DiskThread(string name)
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs a piece of work; what it throws is thrown here.</summary>
    public Task RunAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ends, this);
            _asked.Enqueue((work, done));
            _news.Set();
        }

        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _ends = true;
        }

        _news.Set();
        _thread.Join();
        _news.Dispose();
    }

    private void Run()
    {
        while (TryTake(out var work, out var done))
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception failure) // a border between threads: the asker gets it
            {
                done.SetException(failure);
            }
        }
    }

    // False once it ends and all is done.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "a thread of its own that writes, and has nothing else to do")]
    private bool TryTake(out Action work, out TaskCompletionSource done)
    {
        while (true)
        {
            lock (_lock)
            {
                var taken = _asked.TryDequeue(out var next);
                (work, done) = next;
                if (taken || _ends) return taken;
            }

            _news.WaitOne();
        }
    }
}
