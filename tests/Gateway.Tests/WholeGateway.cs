using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Tenants;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests;

/// <summary>A gateway with nothing replaced: real store, real ledger, real filters, the scripted model, the real clock.</summary>
internal sealed class WholeGateway : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("gateway-whole-");
    private readonly WebApplication app;
    private GrpcChannel? channel;

    private WholeGateway(IEnumerable<KeyValuePair<string, string?>> settings) =>
        app = GatewayHost.Build(GatewayConfiguration.Load(null, data.FullName,
        [new("Gateway:Hosting:Listen", "127.0.0.1:0"), new("Gateway:Hosting:Plaintext", "true"), .. settings]));

    public GrpcChannel Channel => channel!;

    public Assistant.AssistantClient Client => new(channel!);

    public static async Task<WholeGateway> StartAsync(params (string Key, string Value)[] settings)
    {
        var gateway = new WholeGateway(settings.Select(setting => KeyValuePair.Create("Gateway:" + setting.Key, (string?)setting.Value)));
        await gateway.app.StartAsync();
        gateway.channel = GrpcChannel.ForAddress(
            gateway.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return gateway;
    }

    /// <summary>A key of a new tenant.</summary>
    public async Task<string> NewKeyAsync()
    {
        var made = await app.Services.GetRequiredService<DevelopmentTenant>().CreateAsync(CancellationToken.None);
        return made.Value ?? throw new InvalidOperationException($"No tenant was made: {made.Failure}");
    }

    public TestCall Call(string key) => new(Client.Converse(TestGateway.Authorization(key)));

    public async ValueTask DisposeAsync()
    {
        channel?.Dispose();
        await app.DisposeAsync();
        data.Delete(recursive: true);
    }
}
