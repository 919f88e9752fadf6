using System.Diagnostics.Metrics;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Sessions.Turns;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Fakes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Gateway.Tests;

/// <summary>A gateway on a free loopback port, over real HTTP/2 without TLS. Its clock stands still until it is advanced.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("gateway-test-");
    private readonly List<GrpcChannel> channels = [];

    private TestGateway(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var overrides = new Dictionary<string, string?>
        {
            ["Gateway:Hosting:Listen"] = "127.0.0.1:0",
            ["Gateway:Hosting:Plaintext"] = "true",
        };
        foreach (var (key, value) in settings) overrides[key] = value;
        var configuration = GatewayConfiguration.Load(null, data.FullName, overrides);
        app = GatewayHost.Build(configuration, Replace);
    }

    public SteppedTime Clock { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public PlayedModels Models { get; } = new();

    public FakeLedger Ledger { get; } = new();

    public FakeHistory History { get; } = new();

    public FakeTenants Tenants { get; } = new();

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public EdgeRuntime.Gateway.Store.IStore Store => app.Services.GetRequiredService<EdgeRuntime.Gateway.Store.IStore>();

    public InputMemory InputMemory => app.Services.GetRequiredService<InputMemory>();

    public TurnRegistry Turns => app.Services.GetRequiredService<TurnRegistry>();

    public string CertificateFile => Path.Combine(data.FullName, "certificate.pem");

    public string Currency => app.Services.GetRequiredService<IPriceList>().Currency;

    public string Pin => app.Services.GetRequiredService<ServerIdentity>().Pin;

    /// <summary>True for the meter of this gateway, not of another one in the same process.</summary>
    public bool Owns(Meter meter) => app.Services.GetRequiredService<GatewayMeters>().Owns(meter);

    public static async Task<TestGateway> StartAsync(params (string Key, string Value)[] settings)
    {
        var gateway = new TestGateway(settings.Select(setting => KeyValuePair.Create("Gateway:" + setting.Key, (string?)setting.Value)));
        await gateway.app.StartAsync();
        return gateway;
    }

    public Task StopAsync() => app.StopAsync();

    /// <summary>A client with its own connection.</summary>
    public Assistant.AssistantClient Client() => new(Channel());

    public GrpcChannel Channel()
    {
        var channel = GrpcChannel.ForAddress(Address);
        channels.Add(channel);
        return channel;
    }

    /// <summary>Opens a call with a connection of its own.</summary>
    public TestCall Call(string key = "tenant-a") => new(Client().Converse(Authorization(key)));

    public static Metadata Authorization(string key) => new() { { "authorization", "Bearer " + key } };

    /// <summary>Waits until the only turn has received so many messages.</summary>
    public Task ReceivedAsync(ulong messages) => UntilAsync(() => Turns.All.SingleOrDefault()?.LastReceived >= messages);

    /// <summary>Waits until a turn holds money.</summary>
    public Task ReservedAsync() => UntilAsync(() => Ledger.Open > 0);

    /// <summary>Waits until a model was asked.</summary>
    public Task AskedAsync() => UntilAsync(() => Models.Asked.Count > 0);

    /// <summary>Waits for something that happens by itself; fails after a minute.</summary>
    public async Task UntilAsync(Func<bool> happened)
    {
        var deadline = Environment.TickCount64 + 60_000;
        while (!happened())
        {
            Assert.True(Environment.TickCount64 < deadline, "It never happened.");
            await Task.Delay(1);
        }
    }

    /// <summary>Advances the clock, again and again while timers are still being set, until something has happened.</summary>
    public Task AdvanceUntilAsync(TimeSpan step, Func<bool> happened) => UntilAsync(() =>
    {
        Clock.Advance(step);
        return happened();
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in channels) channel.Dispose();
        foreach (var turn in Turns.All) turn.Stop(StopCause.Canceled);
        await app.DisposeAsync();
        data.Delete(recursive: true);
    }

    private void Replace(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IModels>(Models);
        services.AddSingleton<IModeration>(new FakeModeration("objectionable"));
        services.AddSingleton<ILedger>(Ledger);
        services.AddSingleton<IPriceList>(new PriceList(Microsoft.Extensions.Options.Options.Create(new LedgerOptions())));
        services.AddSingleton<ISessionHistory>(History);
        services.AddSingleton<ITenantDirectory>(Tenants);
    }
}
