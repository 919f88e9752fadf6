namespace GatewayLoad;

/// <summary>Time to the first word through the gateway against the same upstream called directly: phases take turns in one warm run, each
/// with 50 starts per second of answers that last four seconds, so that 200 streams are open.</summary>
internal static class AddedLatency
{
    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        await using var bench = await Bench.StartAsync(settings);
        using var direct = new HttpClient { BaseAddress = bench.UpstreamAddress };
        var clients = bench.Clients();
        await Throughput.WarmAsync(bench, clients, stop);
        List<TimeSpan> without = [], with = [];
        for (var round = 0; round < 2; round++)
        {
            without.AddRange(await Phase.DirectAsync(settings, direct, stop));
            with.AddRange(await Phase.ThroughAsync(settings, bench, clients, $"latency-{round}", stop));
        }

        var (plain, through) = (new Quantiles(without), new Quantiles(with));
        var (p50, p99) = (through.At(0.5) - plain.At(0.5), through.At(0.99) - plain.At(0.99));
        return
        [
            new("first word, upstream directly", plain.ToString()),
            new("first word, through the gateway", through.ToString()),
            new($"added by the gateway, 200 streams open, 50 starts/s{(settings.OnTick ? " on the kernel's tick" : "")}",
                $"p50 {p50:0.00} ms, p99 {p99:0.00} ms", "p50 < 1 ms, p99 < 8 ms", p50 < 1 && p99 < 8),
        ];
    }
}
