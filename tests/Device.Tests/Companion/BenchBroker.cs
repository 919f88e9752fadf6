using System.Net;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using MQTTnet;
using MQTTnet.Formatter;

namespace Device.Tests.Companion;

/// <summary>A broker on loopback with two bonds, and what came in.</summary>
internal sealed class BenchBroker : IAsyncDisposable
{
    private static readonly MqttClientFactory Clients = new();
    private readonly TemporaryFolder _folder = new();

    private BenchBroker(BrokerOptions options)
    {
        Bonds = BondBook.Open(_folder.Path, new PairingOptions(), TimeProvider.System).Value!;
        Assert.Null(Bonds.Add(One));
        Assert.Null(Bonds.Add(Two));
        Broker = new CompanionBroker(Bonds, options, TimeProvider.System);
    }

    public static Bond One { get; } = new("1111111111111111", "One", [.. Enumerable.Repeat((byte)1, 32)], default, default);

    public static Bond Two { get; } = new("2222222222222222", "Two", [.. Enumerable.Repeat((byte)2, 32)], default, default);

    public BondBook Bonds { get; }

    public CompanionBroker Broker { get; }

    public PhoneInlet Inlet { get; } = new();

    public string Glasses => Bonds.Glasses;

    public static async Task<BenchBroker> StartAsync(Func<BrokerOptions, BrokerOptions>? change = null)
    {
        var options = new BrokerOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        var bench = new BenchBroker(change?.Invoke(options) ?? options);
        Assert.Null(await bench.Broker.StartAsync(bench.Inlet, default));
        return bench;
    }

    public int Port => Broker.Bound!.Port;

    /// <summary>The next message, leaving out that others have left.</summary>
    public async Task<string> NextTextAsync()
    {
        while (true)
        {
            if ((await NextAsync()).Payload is { } payload) return System.Text.Encoding.UTF8.GetString(payload);
        }
    }

    public async Task<PhoneArrival> NextAsync()
    {
        await foreach (var arrival in Inlet.ReadAllAsync(default)) return arrival;
        throw new InvalidOperationException();
    }

    public static MqttClientOptionsBuilder Options(int port) => new MqttClientOptionsBuilder()
        .WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500)
        .WithTimeout(TimeSpan.FromSeconds(60)).WithoutPacketFragmentation();

    public static MqttClientOptionsBuilder As(MqttClientOptionsBuilder options, Bond bond, string page = "a") =>
        options.WithClientId($"phone-{bond.Id}-{page}").WithCredentials(bond.Id, bond.BrokerPassword());

    public static string NewSession() => Guid.NewGuid().ToString("N");

    public Task<(IMqttClient Client, MqttClientConnectResult Result)> PairedAsync(Bond bond, string page = "a") =>
        ConnectAsync(As(Options(Port), bond, page));

    public Task<(IMqttClient Client, MqttClientConnectResult Result)> UnpairedAsync(string session) =>
        ConnectAsync(Options(Port).WithClientId($"pair-{session}"));

    public static async Task<(IMqttClient Client, MqttClientConnectResult Result)> ConnectAsync(MqttClientOptionsBuilder options)
    {
        var client = Clients.CreateMqttClient();
        return (client, await client.ConnectAsync(options.Build()));
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _folder.Dispose();
    }
}
