using EdgeRuntime.Contracts.V1;

namespace GatewayLoad;

/// <summary>One gateway of a comparison: <c>NAME | VARIABLE=VALUE … | FILE | STORE</c>,
/// where what follows the name may be left out.</summary>
internal sealed class Variant : IAsyncDisposable
{
    private readonly Dictionary<string, List<double>> values = [];
    private bool isCold;

    private Variant(string name, Bench bench) => (Name, Bench, Clients) = (name, bench, bench.Clients());

    public string Name { get; }

    public Bench Bench { get; }

    public Assistant.AssistantClient[] Clients { get; private set; }

    /// <summary>What a figure was, round by round.</summary>
    public IReadOnlyList<double> Values(string figure) => values[figure];

    /// <summary>Keeps what a figure was in one round.</summary>
    public void Add(string figure, double value)
    {
        if (!values.TryGetValue(figure, out var all)) values[figure] = all = [];
        all.Add(value);
    }

    /// <summary>Its gateway is another process from now on: clients are made anew when they are next asked for,
    /// and what runs often is compiled again.</summary>
    public void Restarted() => isCold = true;

    /// <summary>Clients of a gateway that is warm.</summary>
    public async Task<Assistant.AssistantClient[]> ClientsAsync(CancellationToken stop)
    {
        if (!isCold) return Clients;
        Clients = Bench.Clients();
        await Throughput.WarmAsync(Bench, Clients, stop);
        isCold = false;
        return Clients;
    }

    /// <summary>Starts it.</summary>
    public static async Task<Variant> StartAsync(LoadSettings settings, string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var variables = parts.Length < 2
            ? []
            : parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2));
        return new Variant(parts[0], await Bench.StartAsync(settings with
        {
            Gateway = parts.Length < 3 || parts[2].Length == 0 ? settings.Gateway : parts[2],
            Store = parts.Length < 4 ? settings.Store : parts[3],
            Environment = [.. variables.Select(pair => (pair[0], pair.Length < 2 ? "" : pair[1]))],
        }));
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
