using System.Globalization;

namespace GatewayLoad;

/// <summary>Time to the first word through several gateways, in turns in one run: what differs by less than two phases of one gateway is no finding.</summary>
internal static class Comparison
{
    private const int Rounds = 4;

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        var variants = new List<Variant>();
        try
        {
            foreach (var line in settings.Variants) variants.Add(await Variant.StartAsync(settings, line));
            foreach (var variant in variants) await Throughput.WarmAsync(variant.Bench, variant.Clients, stop);
            return await TurnsAsync(settings, variants, stop);
        }
        finally
        {
            foreach (var variant in variants) await variant.DisposeAsync();
        }
    }

    private static async Task<List<Row>> TurnsAsync(LoadSettings settings, List<Variant> variants, CancellationToken stop)
    {
        using var direct = new HttpClient { BaseAddress = variants[0].Bench.UpstreamAddress };
        List<TimeSpan> without = [];
        for (var round = 0; round < (settings.Count > 0 ? settings.Count : Rounds); round++)
        {
            without.AddRange(await Phase.DirectAsync(settings, direct, stop));
            foreach (var variant in round % 2 == 0 ? variants : variants.AsEnumerable().Reverse())
            {
                var times = (await Phase.ThroughAsync(settings, variant.Bench, variant.Clients, $"compare-{round}", stop)).ToList();
                variant.Times.AddRange(times);
                await Console.Error.WriteLineAsync($"round {round}, {variant.Name}: {new Quantiles(times)}");
            }
        }

        var plain = new Quantiles(without);
        return [new("first word, upstream directly", plain.ToString()), .. variants.Select(variant => Added(variant, plain))];
    }

    private static Row Added(Variant variant, Quantiles plain)
    {
        var through = new Quantiles(variant.Times);
        var (p50, p99) = (through.At(0.5) - plain.At(0.5), through.At(0.99) - plain.At(0.99));
        return new($"added by {variant.Name}", string.Create(CultureInfo.InvariantCulture, $"p50 {p50:0.00} ms, p99 {p99:0.0} ms"));
    }
}
