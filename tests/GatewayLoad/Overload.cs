using System.Collections.Concurrent;
using System.Diagnostics;

namespace GatewayLoad;

/// <summary>Three times as many starts as the gateway may run: those that are admitted must not be late,
/// the others must hear so at once.</summary>
internal static class Overload
{
    private const int Places = 40;
    private const string Question = "say 20 words at 20 per second"; // one second
    private const int Capacity = Places; // starts per second

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        await using var bench = await Bench.StartAsync(settings, ("Admission__MaxConcurrentTurns", $"{Places}"));
        await PhaseAsync(bench, "warm", Capacity / 2, 3, stop);
        var calm = await PhaseAsync(bench, "calm", Capacity / 2, settings.Seconds, stop);
        var busy = await PhaseAsync(bench, "busy", Capacity * 3, settings.Seconds, stop);
        var (before, during) = (Admitted(calm), Admitted(busy));
        var refused = new Quantiles(busy.Where(told => told.Error is not null).Select(told => told.Took));
        var others = busy.Where(told => told.Error is { Retryable: false }).Select(told => told.Error!.Code).Distinct().ToList();
        return
        [
            new("admitted, half of capacity: whole turn", before.ToString()),
            new("admitted, 3 times capacity: whole turn", during.ToString(), "p99 within twice", during.At(0.99) <= 2 * before.At(0.99)),
            new("refused with a retry hint", $"{refused}, slowest {refused.At(1):0.0} ms", "within 50 ms",
                refused.At(1) <= 50 && others.Count == 0),
        ];
    }

    private static Quantiles Admitted(IEnumerable<Conversation> all) =>
        new(all.Where(told => told.Done is not null).Select(told => told.Took));

    private static async Task<IReadOnlyCollection<Conversation>> PhaseAsync(
        Bench bench, string name, int startsPerSecond, int seconds, CancellationToken stop)
    {
        var clients = bench.Clients();
        var told = new ConcurrentBag<Conversation>();
        var running = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < startsPerSecond * seconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / startsPerSecond) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero) await Task.Delay(due, stop);
            running.Add(AskAsync(i));
        }

        await Task.WhenAll(running);
        return told;

        async Task AskAsync(int i) =>
            told.Add(await Conversation.RunAsync(clients[i % clients.Length], bench.Authorization, $"{name}-{i}", Question, stop));
    }
}
