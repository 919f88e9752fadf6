using System.Diagnostics;

namespace GatewayLoad;

/// <summary>Starts work at a steady mean rate, as from many independent clients:
/// at even intervals the words of all streams would come in step.</summary>
internal static class Starts
{
    /// <summary>Gives everything that was started, once all of it was. A thread of its own waits,
    /// because a delay of the pool ends on the kernel's tick (4 ms at 250 Hz), and so do those between the words of the upstream on the
    /// same machine: clients elsewhere do not keep to that tick.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">Mean rate.</param>
    /// <param name="onTick">Waits for the tick all the same, so that every start meets the words of all streams that are due.</param>
    /// <param name="start">Gets the number of the start.</param>
    /// <param name="stop">Ends it.</param>
    public static Task<List<Task>> RunAsync(int count, int perSecond, bool onTick, Func<int, Task> start, CancellationToken stop) =>
        Task.Factory.StartNew(
            () => Run(count, perSecond, onTick, start, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static List<Task> Run(int count, int perSecond, bool onTick, Func<int, Task> start, CancellationToken stop)
    {
        var started = new List<Task>(count);
        var random = new Random(7);
        var (began, due) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        for (var i = 0; i < count && !stop.IsCancellationRequested; i++)
        {
            due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero) Thread.Sleep(wait);
            var number = i;
            started.Add(Task.Run(() => onTick ? OnTickAsync(number, start, stop) : start(number), stop));
        }

        return started;
    }

    private static async Task OnTickAsync(int number, Func<int, Task> start, CancellationToken stop)
    {
        await Task.Delay(1, stop);
        await start(number);
    }
}
