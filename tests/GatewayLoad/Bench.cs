using System.Text.Json;
using EdgeRuntime.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace GatewayLoad;

/// <summary>The upstream and the gateway in front of it, each a process of its own, in a folder that is deleted afterwards.
/// Plaintext HTTP/2 on loopback.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly LoadSettings settings;
    private readonly Dictionary<string, string> environment = [];
    private readonly List<GrpcChannel> channels = [];
    private DirectoryInfo folder = null!;
    private ChildProgram upstream = null!;

    private Bench(LoadSettings settings) => this.settings = settings;

    public ChildProgram Gateway { get; private set; } = null!;

    public ChildProgram UpstreamProgram => upstream;

    public string Key { get; private set; } = "";

    public Uri Address { get; private set; } = null!;

    public Uri UpstreamAddress { get; private set; } = null!;

    public Metadata Authorization => new() { { "authorization", "Bearer " + Key } };

    /// <summary>Starts both. Settings are given as in the environment: Sessions__Rounds.</summary>
    public static async Task<Bench> StartAsync(LoadSettings settings, params (string Key, string Value)[] options)
    {
        var bench = new Bench(settings) { folder = Directory.CreateTempSubdirectory("gateway-load-") };
        bench.upstream = await ChildProgram.StartAsync(settings.Upstream, ["--listen", "127.0.0.1:0"], []);
        using var ready = JsonDocument.Parse(bench.upstream.Ready);
        bench.UpstreamAddress = new Uri($"http://127.0.0.1:{ready.RootElement.GetProperty("port").GetInt32()}");
        await File.WriteAllTextAsync(Path.Combine(bench.folder.FullName, "edge-gateway.json"), JsonSerializer.Serialize(new
        {
            Gateway = new
            {
                Ledger = new { Prices = new[] { new { Model = "load", InputPerMillionTokens = 0.15, OutputPerMillionTokens = 0.6 } } },
                Upstreams = new
                {
                    Servers = new[]
                    {
                        new { Name = "upstream", Address = new Uri(bench.UpstreamAddress, "v1").ToString(), Private = true,
                            MaxConcurrent = 4096 },
                    },
                    Models = new[] { new { Name = "load", Chat = new[] { new { Server = "upstream" } } } },
                },
            },
        }));
        foreach (var (key, value) in options) bench.environment["EDGE_GATEWAY_" + key] = value;
        await bench.StartGatewayAsync();
        return bench;
    }

    /// <summary>Starts the gateway, again after a kill; the key of the first start stays good.</summary>
    public async Task StartGatewayAsync()
    {
        List<string> arguments =
        [
            "serve", "--development", "--ready-json", "--plaintext", "--listen", "127.0.0.1:0", "--data", folder.FullName,
        ];
        if (settings.Store is not null) arguments.AddRange(["--store", settings.Store]);
        Gateway = await ChildProgram.StartAsync(
            settings.Gateway, arguments, environment.Select(pair => (pair.Key, pair.Value)).Concat(settings.Environment));
        using var ready = JsonDocument.Parse(Gateway.Ready);
        if (Key.Length == 0) Key = ready.RootElement.GetProperty("key").GetString()!;
        Address = new Uri(ready.RootElement.GetProperty("address").GetString()!);
        Current = Client();
    }

    /// <summary>The client of the gateway that runs now; after a kill there is a new one.</summary>
    public Assistant.AssistantClient Current { get; private set; } = null!;

    /// <summary>A client with a connection of its own.</summary>
    public Assistant.AssistantClient Client()
    {
        var channel = GrpcChannel.ForAddress(Address);
        lock (channels) channels.Add(channel);
        return new Assistant.AssistantClient(channel);
    }

    /// <summary>Four clients, each with a connection of its own.</summary>
    public Assistant.AssistantClient[] Clients() => [.. Enumerable.Range(0, 4).Select(_ => Client())];

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in channels) channel.Dispose();
        await Gateway.DisposeAsync();
        await upstream.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
