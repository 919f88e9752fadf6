namespace TestKit;

/// <summary>Counts what a path allocates on the calling thread.</summary>
public static class Allocations
{
    /// <summary>Bytes allocated by <paramref name="repeats"/> calls, after <paramref name="warmUp"/> calls that do not count.</summary>
    public static long Of(Action action, int warmUp = 100, int repeats = 1000)
    {
        for (var i = 0; i < warmUp; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < repeats; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
