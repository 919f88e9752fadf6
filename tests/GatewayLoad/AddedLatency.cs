using System.Collections.Concurrent;
using System.Diagnostics;

namespace GatewayLoad;

/// <summary>Time to the first word through the gateway against the same upstream called directly: phases take turns in one warm run, each
/// with 50 starts per second of answers that last four seconds, so that 200 streams are open.</summary>
internal static class AddedLatency
{
    private const int StartsPerSecond = 50;
    private const string Question = "say 80 words at 20 per second";
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(4); // until 200 streams are open; not counted

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        await using var bench = await Bench.StartAsync(settings);
        using var direct = new HttpClient { BaseAddress = bench.UpstreamAddress };
        var clients = Enumerable.Range(0, 4).Select(_ => bench.Client()).ToArray();
        await Throughput.WarmAsync(bench, clients, stop);
        List<TimeSpan> without = [], with = [];
        for (var round = 0; round < 2; round++)
        {
            without.AddRange(await PhaseAsync(settings, _ => DirectQuestion.RunAsync(direct, Question, stop), stop));
            with.AddRange(await PhaseAsync(settings, async i =>
            {
                var told = await Conversation.RunAsync(clients[i % clients.Length], bench.Authorization, $"latency-{round}-{i}", Question, stop);
                return told.Done is null ? throw new InvalidOperationException($"A turn ended with {told.Error}") : told.ToFirstWord;
            }, stop));
        }

        var (plain, through) = (new Quantiles(without), new Quantiles(with));
        var (p50, p99) = (through.At(0.5) - plain.At(0.5), through.At(0.99) - plain.At(0.99));
        return
        [
            new("first word, upstream directly", plain.ToString()),
            new("first word, through the gateway", through.ToString()),
            new("added by the gateway, 200 streams open, 50 starts/s", $"p50 {p50:0.00} ms, p99 {p99:0.00} ms", "p50 < 1 ms, p99 < 8 ms", p50 < 1 && p99 < 8),
        ];
    }

    private static async Task<IEnumerable<TimeSpan>> PhaseAsync(LoadSettings settings, Func<int, Task<TimeSpan>> ask, CancellationToken stop)
    {
        var times = new ConcurrentBag<TimeSpan>();
        var running = new List<Task>();
        var random = new Random(7);
        var (began, due) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        var fill = (int)(Filling.TotalSeconds * StartsPerSecond);
        for (var i = 0; i < settings.Seconds * StartsPerSecond + fill; i++)
        {
            // As from many independent clients: starts at even intervals would make the words of all streams come in step.
            due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / StartsPerSecond);
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, stop);
            running.Add(AskAsync(i));
        }

        await Task.WhenAll(running);
        return times;

        async Task AskAsync(int i)
        {
            var first = await ask(i);
            if (i >= fill) times.Add(first);
        }
    }
}
