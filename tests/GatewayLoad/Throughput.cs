using System.Diagnostics;
using EdgeRuntime.Contracts.V1;

namespace GatewayLoad;

/// <summary>Short conversations per second, 64 at a time, with a ledger that afterwards says exactly what the clients were told.</summary>
internal static class Throughput
{
    private const int AtATime = 64;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(20); // until the compiler has seen what runs often
    private const string Question = "say 4 words";

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        await using var bench = await Bench.StartAsync(settings);
        var clients = bench.Clients();
        await WarmAsync(bench, clients, stop);
        var before = await clients[0].GetUsageAsync(new GetUsageRequest(), bench.Authorization, cancellationToken: stop);
        var (gateway, upstream, own) = (bench.Gateway.Processor, bench.UpstreamProgram.Processor, Environment.CpuUsage.TotalTime);
        var (count, cost, took) = await RoundAsync(bench, clients, "t", TimeSpan.FromSeconds(settings.Seconds), stop);
        var after = await clients[0].GetUsageAsync(new GetUsageRequest(), bench.Authorization, cancellationToken: stop);
        var perSecond = count / took.TotalSeconds;
        var target = settings.Store is null ? 800 : 600;
        var isExact = after.Turns - before.Turns == count && after.Usage.CostNanos - before.Usage.CostNanos == cost
            && after.ReservedNanos == 0;
        var (ours, theirs, mine) =
            (bench.Gateway.Processor - gateway, bench.UpstreamProgram.Processor - upstream, Environment.CpuUsage.TotalTime - own);
        return
        [
            new($"short conversations per second, {(settings.Store is null ? "SQLite" : "PostgreSQL")}", $"{perSecond:0}", $"{target}",
                perSecond >= target),
            new("ledger against what the clients were told", isExact ? $"equal, {count} turns" : $"{before} {after} {count} {cost}",
                "equal", isExact),
            new("processor time per conversation", $"gateway {Ms(ours)}, upstream {Ms(theirs)}, client {Ms(mine)}"),
        ];

        string Ms(TimeSpan time) => $"{time.TotalMilliseconds / count:0.00} ms";
    }

    /// <summary>Short conversations until what runs often has been compiled for it, as in a gateway that has run for a while.</summary>
    public static Task WarmAsync(Bench bench, Assistant.AssistantClient[] clients, CancellationToken stop) =>
        RoundAsync(bench, clients, $"warm-{Guid.NewGuid():N}", Warming, stop);

    /// <summary>Short conversations for so long, whose keys begin with the name.</summary>
    public static async Task<(long Count, long Cost, TimeSpan Took)> RoundAsync(
        Bench bench, Assistant.AssistantClient[] clients, string name, TimeSpan length, CancellationToken stop)
    {
        long count = 0, cost = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(async worker =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(began) < length; i++)
            {
                var told = await Conversation.RunAsync(
                    clients[worker % clients.Length], bench.Authorization, $"{name}-{worker}-{i}", Question, stop);
                if (told.Done is null) throw new InvalidOperationException($"A turn ended with {told.Error}");
                Interlocked.Increment(ref count);
                Interlocked.Add(ref cost, told.Done.Usage.CostNanos);
            }
        }));
        return (count, cost, Stopwatch.GetElapsedTime(began));
    }
}
