using System.Collections.Concurrent;

namespace EdgeRuntime.Gateway.Store;

/// <summary>A thread of its own for work that waits for the disk, one piece after another: on the pool's few threads it would hold up
/// every turn. Safe for several threads; disposing it waits for what was asked.</summary>
internal sealed class DiskThread : IDisposable
{
    // Unbounded, but each asker waits for its own work, so it stays short.
    private readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> _asked = [];
    private readonly Thread _thread;

    /// <summary>Starts it.</summary>
    public DiskThread(string name)
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs a piece of work; what it throws is thrown here.</summary>
    public Task RunAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add((work, done));
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asked.CompleteAdding();
        _thread.Join();
        _asked.Dispose();
    }

    private void Run()
    {
        foreach (var (work, done) in _asked.GetConsumingEnumerable())
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
}
