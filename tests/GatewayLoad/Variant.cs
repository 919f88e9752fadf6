using EdgeRuntime.Contracts.V1;

namespace GatewayLoad;

/// <summary>One gateway of a comparison: <c>NAME | VARIABLE=VALUE … | FILE</c>, where what follows the name may be left out.</summary>
internal sealed class Variant : IAsyncDisposable
{
    private Variant(string name, Bench bench) => (Name, Bench, Clients) = (name, bench, bench.Clients());

    public string Name { get; }

    public Bench Bench { get; }

    public Assistant.AssistantClient[] Clients { get; }

    /// <summary>To the first word.</summary>
    public List<TimeSpan> Times { get; } = [];

    /// <summary>Starts it.</summary>
    public static async Task<Variant> StartAsync(LoadSettings settings, string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var variables = parts.Length < 2 ? [] : parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2));
        return new Variant(parts[0], await Bench.StartAsync(settings with
        {
            Gateway = parts.Length < 3 ? settings.Gateway : parts[2],
            Environment = [.. variables.Select(pair => (pair[0], pair.Length < 2 ? "" : pair[1]))],
        }));
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
