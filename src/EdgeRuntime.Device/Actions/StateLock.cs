using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Actions;

/// <summary>Keeps other processes out while one changes the state. The kernel lets go of it when its holder dies.</summary>
internal sealed class StateLock(string folder, TimeProvider time)
{
    private const string Next = "state.next";
    private const string Held = "state.lock";
    private const int WouldBlock = 11; // EAGAIN of flock(2)
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    // A change takes some milliseconds, a slow disk's fsync up to a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>True for a file of the lock.</summary>
    public static bool IsFile(string path) => Path.GetFileName(path) is Next or Held;

    /// <summary>Takes the lock, waiting for others; dispose the stream to let go. One that waits is next: a process that changes the state
    /// again and again cannot keep another one out.</summary>
    public async ValueTask<Outcome<FileStream>> TakeAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (!(await HoldAsync(Next, began, cancellationToken).ConfigureAwait(false)).TryGet(out var next, out var failure)) return failure;
        using (next) return await HoldAsync(Held, began, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<FileStream>> HoldAsync(string file, long began, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                DurableFile.MakeFolder(folder);
                return new FileStream(Path.Combine(folder, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException thrown) when (thrown.HResult == WouldBlock && time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Between, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
            {
                return thrown.HResult == WouldBlock ? StateFailures.Busy(folder) : StateFailures.Explain(folder, thrown);
            }
        }
    }
}
