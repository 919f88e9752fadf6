using System.Collections.Concurrent;

namespace EdgeRuntime.Device.Processes;

/// <summary>Programs that were killed and are still there: one that hangs in a driver takes no signal before the driver lets it go, and
/// one that has gone may have left its pipes to others. Counted for the whole process, so that a sound card that hangs costs a few of
/// them and not one for each answer. Safe for many threads.</summary>
internal static class LeftBehind
{
    /// <summary>How many of one program may be there; then it is not started again before one is gone.</summary>
    public const int Most = 3;

    private static readonly ConcurrentDictionary<string, int> Counts = new(StringComparer.Ordinal);

    /// <summary>True while a program may be started.</summary>
    public static bool HasRoom(string program) => Counts.GetValueOrDefault(program) < Most;

    /// <summary>Takes over a program that was killed.</summary>
    /// <param name="program">Its path or command.</param>
    /// <param name="release">Lets go of it and its pipes, once it is gone.</param>
    /// <param name="gone">Done when it and its pipes are gone.</param>
    public static void Take(string program, Action release, Task gone)
    {
        Counts.AddOrUpdate(program, 1, (_, count) => count + 1);
        _ = gone.ContinueWith(
            _ =>
            {
                release();
                Counts.AddOrUpdate(program, 0, (_, count) => count - 1);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
