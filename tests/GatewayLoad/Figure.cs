namespace GatewayLoad;

/// <summary>One time in milliseconds that gateways are compared by, taken once a round from each.</summary>
internal sealed record Figure(string Name, string What, Func<LoadSettings, Variant, int, CancellationToken, Task<double>> TakeAsync)
{
    /// <summary>Whether all gateways are measured in the same seconds: the load has a rate of its own and leaves room for them, and a
    /// moment in which the machine is slow is then slow for all.</summary>
    public bool IsTakenAtOnce { get; init; }

    /// <summary>What can be asked for with <c>--of</c>; the first is taken where nothing is.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("first-word", "median time to the first word, 200 streams open at each, ms", FirstWordAsync) { IsTakenAtOnce = true },
        new("throughput", "time per short conversation, 64 at a time, ms", ConversationAsync),
        new("cuts", "time per turn whose link is cut, 8 at a time, ms", CutsAsync),
        new("kills", "restart after kill -9 under load, median of 3, ms", KillsAsync),
    ];

    private static async Task<double> FirstWordAsync(LoadSettings settings, Variant variant, int round, CancellationToken stop) =>
        new Quantiles(await Phase.ThroughAsync(settings, variant.Bench, await variant.ClientsAsync(stop), $"first-{round}", stop)).At(0.5);

    private static async Task<double> ConversationAsync(LoadSettings settings, Variant variant, int round, CancellationToken stop)
    {
        var clients = await variant.ClientsAsync(stop);
        var (count, _, took) = await Throughput.RoundAsync(
            variant.Bench, clients, $"short-{round}", TimeSpan.FromSeconds(settings.Seconds), stop);
        return took.TotalMilliseconds / count;
    }

    private static async Task<double> CutsAsync(LoadSettings settings, Variant variant, int round, CancellationToken stop)
    {
        var cut = await LinkCuts.RoundAsync(variant.Bench, 40, $"cut-{round}", stop);
        return cut.Wrong == 0
            ? cut.Took.TotalMilliseconds / cut.Turns
            : throw new InvalidOperationException($"{cut.Wrong} of {cut.Turns} turns came back wrong");
    }

    private static async Task<double> KillsAsync(LoadSettings settings, Variant variant, int round, CancellationToken stop)
    {
        variant.Restarted();
        return (await Kills.RoundAsync(variant.Bench, 3, round, stop)).At(0.5);
    }
}
