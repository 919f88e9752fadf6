using EdgeRuntime.Contracts.Pairing;
using static Device.Tests.Companion.Broker.RawClient;

namespace Device.Tests.Companion.Broker;

/// <summary>What the MQTT library would take, at the broker itself.</summary>
public sealed class MalformedPacketTests
{
    [Theory]
    [InlineData("800700010000017800", 0x81)] // SUBSCRIBE with wrong flags
    [InlineData("820700000000017800", 0x82)] // with packet id 0
    [InlineData("820700010000017803", 0x82)] // with QoS 3
    [InlineData("8203000100", 0x82)] // of an empty list
    [InlineData("3406000178000100", 0x9B)] // PUBLISH with QoS 2
    [InlineData("310400017800", 0x9A)] // to be retained
    [InlineData("C08000", 0x81)] // PINGREQ with a length in more bytes than it needs
    public async Task Packet_ThatMqttForbids_EndsTheConnectionWithItsReason(string packet, int code)
    {
        await using var bench = await BenchBroker.StartAsync();

        Assert.Equal((byte)code, Disconnect(await AnswerAsync(bench.Port, [.. Connect(), .. Convert.FromHexString(packet)], close: true)));
    }

    [Theory]
    [InlineData(0x03, "00", 0x81)] // the reserved flag
    [InlineData(0x02, "06210001210001", 0x82)] // receive maximum twice
    [InlineData(0x02, "03210000", 0x82)] // receive maximum 0
    [InlineData(0x02, "052700000000", 0x82)] // maximum packet size 0
    public async Task Connect_ThatMqttForbids_IsRefusedWithItsReason(byte flags, string properties, int code)
    {
        await using var bench = await BenchBroker.StartAsync();
        byte[] body =
        [
            0, 4, .. "MQTT"u8, 5, flags, 0, 60, .. Convert.FromHexString(properties), .. Text($"pair-{BenchBroker.NewSession()}"),
        ];

        var answer = await AnswerAsync(bench.Port, [0x10, .. Length(body.Length), .. body], close: true);

        Assert.Equal([0x20, (byte)code], [answer[0], answer[3]]);
    }

    // With bytes of the client unread, the end of the connection was a reset, and the reason could be lost with it.
    [Theory]
    [InlineData("800700010000017800", 0x81)] // SUBSCRIBE with wrong flags, once connected
    [InlineData("3406000178000100", 0x9B)]
    public async Task Packet_ThatMqttForbids_AndMoreBehindIt_TheReasonIsReadEveryTime(string packet, int code)
    {
        await using var bench = await BenchBroker.StartAsync();
        var lost = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            var answer = await ReasonAsync(bench.Port, [.. Connect(), .. Convert.FromHexString(packet)], more: 20);
            var isRead = !answer.Reset && answer.Bytes.Length > 4 && Disconnect(answer.Bytes) == code;
            if (!isRead) lost.Add($"{i}: {Convert.ToHexString(answer.Bytes)}");
        }

        Assert.Empty(lost);
    }

    [Fact]
    public async Task Connect_ThatMqttForbids_AndMoreBehindIt_TheReasonIsReadEveryTime()
    {
        await using var bench = await BenchBroker.StartAsync();
        byte[] body = [0, 4, .. "MQTT"u8, 5, 0x03, 0, 60, 0, .. Text($"pair-{BenchBroker.NewSession()}")];
        var lost = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            var answer = await ReasonAsync(bench.Port, [0x10, .. Length(body.Length), .. body], more: 20);
            if (answer.Reset || answer.Bytes is not [0x20, _, _, 0x81, ..]) lost.Add($"{i}: {Convert.ToHexString(answer.Bytes)}");
        }

        Assert.Empty(lost);
    }

    [Fact]
    public async Task Refused_PeerThatNeverEnds_IsClosedAfterItsTime()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { PartingTime = TimeSpan.FromMilliseconds(100) });
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, bench.Port);
        await client.GetStream().WriteAsync((byte[])[.. Connect(), 0x80, 7, 0, 1, 0, 0, 1, 0x78, 0]);

        var sending = async () =>
        {
            while (true) await client.GetStream().WriteAsync(new byte[100]); // until it is reset
        };

        await Assert.ThrowsAsync<IOException>(sending);
    }

    // What comes back of what is sent, while the client goes on to send before it reads.
    private static async Task<(byte[] Bytes, bool Reset)> ReasonAsync(int port, byte[] first, int more)
    {
        using var client = new System.Net.Sockets.TcpClient { NoDelay = true };
        await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
        var (stream, answer) = (client.GetStream(), new MemoryStream());
        try
        {
            await stream.WriteAsync(first);
            for (var i = 0; i < more; i++)
            {
                await stream.WriteAsync(new byte[1000]);
                await Task.Yield();
            }

            await stream.CopyToAsync(answer);
            return (answer.ToArray(), false);
        }
        catch (IOException)
        {
            return (answer.ToArray(), true);
        }
    }

    [Fact]
    public async Task Send_PacketLargerThanTheClientTakes_IsLeftOutAndTheNextArrives()
    {
        await using var bench = await BenchBroker.StartAsync();
        var (down, bond) = (PhoneTopics.BondDown(bench.Glasses, BenchBroker.One.Id), BenchBroker.One);
        byte[] body =
        [
            0, 4, .. "MQTT"u8, 5, 0xC2, 0, 60, 5, 0x27, 0, 0, 0, 200, .. Text($"phone-{bond.Id}-small"), .. Text(bond.Id),
            .. Text(bond.BrokerPassword()),
        ];
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, bench.Port);
        var stream = client.GetStream();
        await stream.WriteAsync((byte[])[0x10, .. Length(body.Length), .. body, .. Subscribe(down)]);
        Assert.Equal(0x20, (await PacketAsync(stream)).Header);
        Assert.Equal(0x90, (await PacketAsync(stream)).Header);

        await bench.Broker.SendAsync(down, new byte[300], false, default);
        await bench.Broker.SendAsync(down, new byte[10], false, default);

        var next = await PacketAsync(stream);
        Assert.Equal((0x30, 2 + down.Length + 1 + 10), (next.Header, next.Body.Length));
        Assert.Equal(1, bench.Broker.Tally.Count("larger-than-client-takes"));
    }

    private static async Task<(byte Header, byte[] Body)> PacketAsync(Stream stream)
    {
        var start = new byte[2];
        await stream.ReadExactlyAsync(start);
        int length = start[1];
        if (length > 127)
        {
            var more = new byte[1];
            await stream.ReadExactlyAsync(more);
            length = (length & 0x7F) + (more[0] << 7);
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body);
        return (start[0], body);
    }
}
