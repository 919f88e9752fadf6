using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeRuntime.Contracts.Pairing;
using static Device.Tests.Companion.Broker.RawClient;

namespace Device.Tests.Companion.Broker;

/// <summary>Clients that send what they should not, byte by byte.</summary>
public sealed class BadClientTests
{
    private const byte TooLarge = 0x95;
    private const byte MalformedPacket = 0x81;

    [Theory]
    [InlineData("GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task OtherProtocol_OnThePort_IsClosedAtOnce(string hello)
    {
        await using var bench = await BenchBroker.StartAsync();

        Assert.Empty(await AnswerAsync(bench.Port, Encoding.ASCII.GetBytes(hello)));
        Assert.Equal(1, bench.Broker.Tally.Count("not-mqtt"));
    }

    [Fact]
    public async Task PayloadOf256MegabytesAnnounced_IsRefusedBeforeRoomIsMadeForIt()
    {
        await using var bench = await BenchBroker.StartAsync();
        var before = GC.GetTotalAllocatedBytes();

        var answer = await AnswerAsync(bench.Port, [.. Connect(), 0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1, (byte)'x']);

        Assert.Equal(TooLarge, Disconnect(answer));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 32 << 20);
    }

    [Fact]
    public async Task TopicOf64Kilobytes_IsRefused()
    {
        await using var bench = await BenchBroker.StartAsync();
        byte[] publish = [0x30, 0x82, 0x80, 0x04, 0xFF, 0xFF, .. Enumerable.Repeat((byte)'a', 65535), 0];

        Assert.Equal(TooLarge, Disconnect(await AnswerAsync(bench.Port, [.. Connect(), .. publish])));
    }

    [Fact]
    public async Task LengthThatIsNone_IsRefused()
    {
        await using var bench = await BenchBroker.StartAsync();

        Assert.Equal(MalformedPacket, Disconnect(await AnswerAsync(bench.Port, [.. Connect(), 0x30, 0x80, 0x80, 0x80, 0x80, 1])));
    }

    [Fact]
    public async Task Connections_WhileTheBrokerStops_DoNotBreakTheStop()
    {
        for (var i = 0; i < 20; i++)
        {
            var bench = await BenchBroker.StartAsync();
            using var over = new CancellationTokenSource();
            var port = bench.Port;
            var knocking = Enumerable.Range(0, 4).Select(_ => Task.Run(() => KnockAsync(port, over.Token))).ToArray();
            await Task.Delay(i % 5);

            await bench.DisposeAsync();

            await over.CancelAsync();
            await Task.WhenAll(knocking);
        }
    }

    [Fact]
    public async Task PacketOfAnyBytes_NeverStopsTheBroker()
    {
        await using var bench = await BenchBroker.StartAsync();
        var random = new Random(20261126);
        for (var i = 0; i < 60; i++)
        {
            var body = new byte[random.Next(0, 60)];
            random.NextBytes(body);
            byte[] packet = [(byte)random.Next(0, 256), (byte)body.Length, .. body];
            await AnswerAsync(bench.Port, [.. Connect(), .. packet, .. packet], close: true);
        }

        var (client, _) = await bench.PairedAsync(BenchBroker.One);
        Assert.True((await client.PublishAsync(new MQTTnet.MqttApplicationMessage
        {
            Topic = PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id),
            QualityOfServiceLevel = MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce,
        })).IsSuccess);
    }

    [Fact]
    public async Task TopicAlias_WhichCostsMemory_IsRefused()
    {
        await using var bench = await BenchBroker.StartAsync();
        byte[] publish = [0x30, 7, 0, 1, (byte)'x', 3, 0x23, 0, 1]; // topic x, properties: topic alias 1

        Assert.Equal(0x94, Disconnect(await AnswerAsync(bench.Port, [.. Connect(), .. publish])));
    }

    [Fact]
    public async Task ConnectFlood_IsHeldToTheLimitAndPairedPhonesGoOn()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { MaxConnections = 8, MaxUnpaired = 4 });
        var (phone, _) = await bench.PairedAsync(BenchBroker.One);
        var flood = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var client = new TcpClient();
                flood.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, bench.Port);
            }

            var (published, refused) = (await phone.PublishAsync(new MQTTnet.MqttApplicationMessage
            {
                Topic = PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id),
                QualityOfServiceLevel = MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce,
            }), bench.Broker.Tally.Count("too-many-connections"));
            Assert.True(published.IsSuccess);
            Assert.True(refused > 0);
        }
        finally
        {
            flood.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task SilentConnections_AsManyAsComeInSeconds_DoNotKeepAPairedPhoneOut()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { ConnectTimeout = TimeSpan.FromHours(1) });
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                var client = new TcpClient();
                silent.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, bench.Port);
            }

            var (phone, connected) = await bench.PairedAsync(BenchBroker.One);
            using (phone) Assert.Equal(MQTTnet.MqttClientConnectResultCode.Success, connected.ResultCode);
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task UnpairedClients_BeyondTheNumberOfOneAddress_AreToldTheQuota()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { MaxUnpairedPerAddress = 1 });
        await bench.UnpairedAsync(BenchBroker.NewSession());

        var answer = await AnswerAsync(bench.Port, Connect());

        Assert.Equal([0x20, 0x97], [answer[0], answer[3]]); // CONNACK, quota exceeded
    }

    [Fact]
    public async Task UnpairedClients_BeyondTheirNumber_AreToldTheQuota()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { MaxUnpaired = 1 });
        await bench.UnpairedAsync(BenchBroker.NewSession());

        var answer = await AnswerAsync(bench.Port, Connect());

        Assert.Equal([0x20, 0x97], [answer[0], answer[3]]); // CONNACK, quota exceeded
    }

    [Fact]
    public async Task NoConnect_WithinItsTime_IsClosed()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(50) });

        Assert.Empty(await AnswerAsync(bench.Port, [0x10]));
    }

    [Fact]
    public async Task SlowReader_LosesItsConnectionAndNotTheMemory()
    {
        await using var bench = await BenchBroker.StartAsync(
            options => options with { WriteTimeout = TimeSpan.FromMilliseconds(300), QueuedPerClient = 4 });
        using var slow = new TcpClient { ReceiveBufferSize = 1024 };
        await slow.ConnectAsync(IPAddress.Loopback, bench.Port);
        var stream = slow.GetStream();
        var down = PhoneTopics.BondDown(bench.Glasses, BenchBroker.One.Id);
        await stream.WriteAsync((byte[])[.. Connect(BenchBroker.One), .. Subscribe(down)]);
        await stream.ReadExactlyAsync(new byte[12]); // CONNACK has come, and with it the subscription is under way
        var payload = new byte[60_000];

        // It reads no more. What is sent on is dropped, oldest first, until the broker gives the client up.
        var gone = bench.NextAsync();
        while (!gone.IsCompleted) await bench.Broker.SendAsync(down, payload, false, default);

        Assert.Equal(new(PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id), null), await gone);
    }

    private static async Task KnockAsync(int port, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, over);
            }
            catch (Exception thrown) when (thrown is SocketException or OperationCanceledException)
            {
                return; // nobody listens any more
            }
        }
    }
}
