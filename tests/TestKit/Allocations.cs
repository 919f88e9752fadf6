namespace TestKit;

/// <summary>Counts what a path allocates on the calling thread.</summary>
public static class Allocations
{
    /// <summary>Bytes that a path which allocates nothing may seem to have allocated, once:
    /// the unused rest of the window (see <see cref="Of"/>). For what cannot be done again in rounds.</summary>
    public const int Window = 8 * 1024;

    private const int Rounds = 5;

    /// <summary>Bytes allocated by <paramref name="repeats"/> calls, after <paramref name="warmUp"/> calls that do not count;
    /// the least of some rounds, since what a call allocates is allocated in every round.</summary>
    /// <remarks>A round alone is not exact: a pause of a collection that other threads brought about counts the unused rest of this
    /// thread's 8 KB allocation window as allocated, background collections even without raising a collection count.</remarks>
    public static long Of(Action action, int warmUp = 100, int repeats = 1000)
    {
        Repeat(action, warmUp);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(action, repeats);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Repeat(Action action, int times)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }
}
