using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace GatewayLoad;

/// <summary>Kills the gateway with -9 under load, again and again. Each client asks with the same key until it has its bill.
/// At the end the ledger must say what the clients were told: charged = used, no bill lost, nothing reserved.</summary>
internal static class Kills
{
    private const int Workers = 16;

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        var wanted = settings.Count > 0 ? settings.Count : 200;
        await using var bench = await Bench.StartAsync(settings);
        var bills = new ConcurrentDictionary<string, (string Id, long Cost)>();
        var took = await KillAsync(bench, wanted, "kill", new Random(9), bills, stop);
        var usage = await SettledAsync(bench, stop);
        var told = bills.Values.Sum(bill => bill.Cost);
        var holds = usage.Turns == bills.Count && usage.Usage.CostNanos == told && usage.ReservedNanos == 0
            && bills.Values.Select(bill => bill.Id).Distinct().Count() == bills.Count;
        return
        [
            new($"killed {wanted} times under load",
                $"{bills.Count} turns told {told} nano; ledger {usage.Turns} turns {usage.Usage.CostNanos} nano, reserved "
                + $"{usage.ReservedNanos}",
                "charged = used, none lost", holds),
            new("restart until it accepts calls", $"p50 {took.At(0.5):0} ms, slowest {took.At(1):0} ms", "< 2 s", took.At(1) < 2000),
        ];
    }

    /// <summary>So many kills under load; how long each restart took.</summary>
    public static Task<Quantiles> RoundAsync(Bench bench, int wanted, int round, CancellationToken stop) =>
        KillAsync(bench, wanted, $"kill-{round}", new Random(round), [], stop);

    private static async Task<Quantiles> KillAsync(
        Bench bench, int wanted, string name, Random random, ConcurrentDictionary<string, (string Id, long Cost)> bills,
        CancellationToken stop)
    {
        var restarts = new List<TimeSpan>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var load = Enumerable.Range(0, Workers).Select(worker => AskOnAsync(bench, $"{name}-{worker}", bills, done.Token)).ToArray();
        for (var i = 0; i < wanted; i++)
        {
            await Task.Delay(random.Next(20, 1200), stop); // before the first answer, in the middle of many, and after some
            await bench.Gateway.KillAsync();
            await bench.StartGatewayAsync();
            restarts.Add(bench.Gateway.Took);
        }

        await done.CancelAsync();
        await Task.WhenAll(load);
        return new Quantiles(restarts);
    }

    // Goes on until told to stop, but never leaves a turn without its bill.
    private static async Task AskOnAsync(
        Bench bench, string name, ConcurrentDictionary<string, (string, long)> bills, CancellationToken done)
    {
        for (var i = 0; !done.IsCancellationRequested; i++)
        {
            var key = $"{name}-{i}";
            while (!bills.ContainsKey(key))
            {
                if (await TryAsync(bench, key) is { } bill) bills[key] = bill;
                else await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private static async Task<(string, long)?> TryAsync(Bench bench, string key)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var told = await Conversation.RunAsync(
                bench.Current, bench.Authorization, key, "say 10 words at 100 per second", patience.Token);
            if (told.Done is { } bill) return (bill.BillId, bill.Usage.CostNanos);
            return told.Error is { BillId.Length: > 0 } error ? (error.BillId, error.Usage.CostNanos) : null;
        }
        catch (Exception lost) when (lost is RpcException or OperationCanceledException or HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<GetUsageResponse> SettledAsync(Bench bench, CancellationToken stop)
    {
        var client = bench.Client();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var usage = await client.GetUsageAsync(new GetUsageRequest(), bench.Authorization, cancellationToken: stop);
            if (usage.ReservedNanos == 0 || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(30)) return usage;
            await Task.Delay(100, stop);
        }
    }
}
