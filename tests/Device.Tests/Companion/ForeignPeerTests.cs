using System.Text.Json;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Simulation;
using TestKit;

namespace Device.Tests.Companion;

/// <summary>Our broker with clients that are not ours, and our glasses on a broker that is not ours.</summary>
public sealed class ForeignPeerTests
{
    [MosquittoFact]
    public async Task Mosquitto_Clients_MayDoWhatIsTheirsAndNothingElse()
    {
        await using var bench = await BenchBroker.StartAsync();
        await bench.Broker.SendAsync(PhoneTopics.About(bench.Glasses), "about us"u8.ToArray(), retain: true, default);
        string[] phone =
        [
            "-p", $"{bench.Port}", "-i", "phone-1111111111111111-m", "-u", "1111111111111111", "-P", BenchBroker.One.BrokerPassword(), "-q",
            "1",
        ];
        var up = PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id);

        var about = await Mosquitto.RunAsync(
            "mosquitto_sub", "-p", $"{bench.Port}", "-i", $"pair-{BenchBroker.NewSession()}", "-t", "edge/+/about", "-C", "1");
        var sent = await Mosquitto.RunAsync("mosquitto_pub", [.. phone, "-t", up, "-m", "from Mosquitto"]);
        var elsewhere = await Mosquitto.RunAsync("mosquitto_pub", [.. phone, "-t", "elsewhere", "-m", "x"]);
        var unknown = await Mosquitto.RunAsync("mosquitto_pub", "-p", $"{bench.Port}", "-i", "someone", "-t", up, "-m", "x");

        Assert.Equal((0, "about us"), about);
        Assert.Equal(0, sent.Exit);
        Assert.Equal("from Mosquitto", await bench.NextTextAsync());
        Assert.NotEqual(0, elsewhere.Exit);
        Assert.NotEqual(0, unknown.Exit);
    }

    [MosquittoFact]
    public async Task Mosquitto_OverTls_TrustsTheGlassesAuthorityAndNobodyElse()
    {
        using var folder = new TemporaryFolder();
        using var state = StateStore.Open(folder.Path, TimeProvider.System).Value!;
        var parts = new PhoneParts(state, folder.Path, new SimulatedPowerGauge(new(80, false)));
        await using var phones = OwnPhones.With(parts, "0.0.0.0:0", TimeProvider.System, _ => { }).Value!;
        Assert.Null(await phones.StartAsync(default));
        string[] about = ["-p", $"{phones.Broker!.Bound!.Port}", "-i", $"pair-{BenchBroker.NewSession()}", "-t", "edge/+/about", "-C", "1"];

        var trusted = await Mosquitto.RunAsync("mosquitto_sub", [.. about, "--cafile", folder["web/authority.crt"]]);
        var system = await Mosquitto.RunAsync("mosquitto_sub", [.. about, "--tls-use-os-certs"]);
        var plain = BenchBroker.ConnectAsync(
            BenchBroker.Options(phones.Broker!.Bound!.Port).WithClientId($"pair-{BenchBroker.NewSession()}"));

        Assert.Equal(0, trusted.Exit);
        Assert.Contains(phones.Glasses, trusted.Output);
        Assert.NotEqual(0, system.Exit);
        await Assert.ThrowsAnyAsync<MQTTnet.Exceptions.MqttCommunicationException>(() => plain);
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(folder["web/authority.crt"]));
    }

    [NodeFact("mqtt")]
    public async Task MqttJs_PairedPhone_SpeaksAndIsHeldToItsTopics()
    {
        await using var bench = await BenchBroker.StartAsync();
        await bench.Broker.SendAsync(PhoneTopics.About(bench.Glasses), "about us"u8.ToArray(), retain: true, default);

        using var peer = NodePeer.Start(
            Repository.PathOf("tests", "Device.Tests", "Companion", "peer-phone.js"), $"{bench.Port}", bench.Glasses, BenchBroker.One.Id,
            BenchBroker.One.BrokerPassword());
        var output = await peer.StandardOutput.ReadToEndAsync();

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([$"edge/{bench.Glasses}/about about us", "published ok"], lines[..2]);
        Assert.Matches("^all topics (refused|135)$", lines[2]); // 135 = 0x87, not authorized
        Assert.Equal("from MQTT.js", await bench.NextTextAsync());
    }

    [MosquittoFact]
    public async Task Glasses_OnMosquittosBroker_PairAndExchangeMessages()
    {
        using var mosquitto = await Mosquitto.StartAsync();
        using var folder = new TemporaryFolder();
        using var state = StateStore.Open(folder.Path, TimeProvider.System).Value!;
        using var stop = new CancellationTokenSource();
        var bonds = BondBook.Open(folder.Path, new PairingOptions(), TimeProvider.System).Value!;
        await using var broker = new ForeignBroker(new Uri($"mqtt://127.0.0.1:{mosquitto.Port}"), bonds, TimeProvider.System, _ => { });
        using var companion = new PhoneCompanion(
            bonds, broker, new PhoneParts(state, folder.Path, new SimulatedPowerGauge(new(80, false))), TimeProvider.System, _ => { });
        Assert.Null(await companion.StartAsync(default));
        var running = companion.RunAsync(stop.Token);

        companion.Desk.Open();
        var memory = await BenchPhone.PairAsync(mosquitto.Port, bonds.Glasses, companion.Desk);
        await companion.PutAsync("note", JsonDocument.Parse("{}").RootElement, default);
        await using (var phone = await BenchPhone.ConnectAsync(mosquitto.Port, bonds.Glasses, memory))
        {
            memory.Put("set", new { volume = 33 });
            await phone.FlushAsync();
            await phone.UntilAsync(() => memory.Waiting.Count == 0 && memory.Received == 1);
        }

        Assert.Equal((33, "note"), (state.Current.Settings.Volume, memory.Kept[0].Kind));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task ForeignBroker_NobodyThere_IsNamed()
    {
        using var folder = new TemporaryFolder();
        var bonds = BondBook.Open(folder.Path, new PairingOptions(), TimeProvider.System).Value!;
        await using var broker = new ForeignBroker(new Uri("mqtt://127.0.0.1:1"), bonds, TimeProvider.System, _ => { });

        Assert.Equal("broker-unreachable", (await broker.StartAsync(new PhoneInlet(), default))?.Code);
    }
}
