using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Companion.Broker;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Device.Tests.Companion.Broker;

public sealed class CompanionBrokerTests
{
    [Fact]
    public async Task Publish_PairedPhoneToItsTopic_ArrivesAndIsAcknowledged()
    {
        await using var bench = await BenchBroker.StartAsync();
        var (client, _) = await bench.PairedAsync(BenchBroker.One);
        var topic = PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id);

        var published = await client.PublishStringAsync(topic, "hello", MqttQualityOfServiceLevel.AtLeastOnce);

        Assert.True(published.IsSuccess);
        var arrival = await bench.NextAsync();
        Assert.Equal((topic, "hello"), (arrival.Topic, System.Text.Encoding.UTF8.GetString(arrival.Payload!)));
    }

    [Fact]
    public async Task Connect_Answer_TellsTheLimits()
    {
        await using var bench = await BenchBroker.StartAsync();
        var (_, paired) = await bench.PairedAsync(BenchBroker.One);
        var (_, unpaired) = await bench.UnpairedAsync(BenchBroker.NewSession());

        Assert.Equal((66u << 10, (ushort)0, (ushort)60), (paired.MaximumPacketSize, paired.TopicAliasMaximum, paired.ServerKeepAlive));
        Assert.Equal(4u << 10, unpaired.MaximumPacketSize);
    }

    [Theory]
    [InlineData("edge/GLASSES/bond/2222222222222222/up")]
    [InlineData("edge/GLASSES/bond/1111111111111111/down")]
    [InlineData("edge/0000000000000000/bond/1111111111111111/up")]
    [InlineData("edge/GLASSES/pair/00000000000000000000000000000000/up")]
    [InlineData("edge/GLASSES/about")]
    [InlineData("$SYS/broker")]
    [InlineData("x")]
    public async Task Publish_PairedPhoneElsewhere_IsCutWithNotAuthorized(string topic)
    {
        await using var bench = await BenchBroker.StartAsync();
        var (client, _) = await bench.PairedAsync(BenchBroker.One);

        Assert.Equal(MqttClientDisconnectReason.NotAuthorized, await CutByAsync(client, bench.Glasses, topic));
        Assert.Equal(1, bench.Broker.Tally.Count("publish-refused"));
    }

    [Theory]
    [InlineData("edge/GLASSES/pair/00000000000000000000000000000000/up")]
    [InlineData("edge/GLASSES/bond/1111111111111111/up")]
    [InlineData("edge/GLASSES/pair/SESSION/down")]
    [InlineData("edge/GLASSES/about")]
    public async Task Publish_UnpairedClientElsewhere_IsCutWithNotAuthorized(string topic)
    {
        await using var bench = await BenchBroker.StartAsync();
        var session = BenchBroker.NewSession();
        var (client, _) = await bench.UnpairedAsync(session);

        Assert.Equal(MqttClientDisconnectReason.NotAuthorized, await CutByAsync(client, bench.Glasses, topic.Replace("SESSION", session)));
    }

    [Theory]
    [InlineData("#", false, false)]
    [InlineData("edge/#", false, false)]
    [InlineData("edge/+/pair/+/up", false, false)]
    [InlineData("edge/+/about", true, true)]
    [InlineData("edge/GLASSES/about", true, true)]
    [InlineData("edge/GLASSES/bond/1111111111111111/down", true, false)]
    [InlineData("edge/GLASSES/bond/2222222222222222/down", false, false)]
    [InlineData("edge/GLASSES/bond/1111111111111111/up", false, false)]
    [InlineData("edge/GLASSES/pair/SESSION/down", false, true)]
    [InlineData("edge/GLASSES/pair/+/down", false, false)]
    [InlineData("$share/g/edge/GLASSES/bond/2222222222222222/down", false, false)]
    public async Task Subscribe_Filter_OnlyWhatIsOnesOwn(string filter, bool paired, bool unpaired)
    {
        await using var bench = await BenchBroker.StartAsync();
        var session = BenchBroker.NewSession();
        var (phone, _) = await bench.PairedAsync(BenchBroker.One);
        var (other, _) = await bench.UnpairedAsync(session);
        filter = filter.Replace("GLASSES", bench.Glasses).Replace("SESSION", session);

        Assert.Equal((paired, unpaired), (await MayAsync(phone, filter), await MayAsync(other, filter)));
    }

    [Fact]
    public async Task Connect_WithoutProof_IsRefusedAndCannotTakeAPhonesPlace()
    {
        await using var bench = await BenchBroker.StartAsync();
        var (phone, _) = await bench.PairedAsync(BenchBroker.One);
        var options = () => BenchBroker.Options(bench.Port);

        await RefusedAsync(options().WithClientId("phone-1111111111111111-a"));
        await RefusedAsync(options().WithClientId("phone-1111111111111111-a").WithCredentials("1111111111111111", "guess"));
        await RefusedAsync(
            options().WithClientId("phone-1111111111111111-a").WithCredentials("2222222222222222", BenchBroker.Two.BrokerPassword()));
        await RefusedAsync(options().WithClientId("pair-short"));
        await RefusedAsync(BenchBroker.As(options(), BenchBroker.One with { Id = "3333333333333333" }));
        await RefusedAsync(BenchBroker.As(options(), BenchBroker.One).WithProtocolVersion(MqttProtocolVersion.V311));

        Assert.True(phone.IsConnected);
    }

    [Fact]
    public async Task Send_Retained_ReachesAClientThatComesLater()
    {
        await using var bench = await BenchBroker.StartAsync();
        await bench.Broker.SendAsync(PhoneTopics.About(bench.Glasses), "about"u8.ToArray(), retain: true, default);
        var (client, _) = await bench.UnpairedAsync(BenchBroker.NewSession());
        var received = new TaskCompletionSource<string>();
        client.ApplicationMessageReceivedAsync += message =>
        {
            received.TrySetResult(message.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };

        await client.SubscribeAsync(PhoneTopics.EveryAbout);

        Assert.Equal("about", await received.Task);
    }

    [Fact]
    public async Task Disconnect_LastPageOfAPhone_IsToldOnce()
    {
        await using var bench = await BenchBroker.StartAsync();
        var (first, _) = await bench.PairedAsync(BenchBroker.One, "a");
        var (second, _) = await bench.PairedAsync(BenchBroker.One, "b");

        await first.DisconnectAsync();
        await second.PublishStringAsync(
            PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id), "still here", MqttQualityOfServiceLevel.AtLeastOnce);
        await second.DisconnectAsync();

        Assert.NotNull((await bench.NextAsync()).Payload);
        Assert.Equal(new PhoneArrival(PhoneTopics.BondUp(bench.Glasses, BenchBroker.One.Id), null), await bench.NextAsync());
    }

    [Fact]
    public async Task Cut_Bond_DisconnectsItAndNobodyElse()
    {
        await using var bench = await BenchBroker.StartAsync();
        var (one, _) = await bench.PairedAsync(BenchBroker.One);
        var (two, _) = await bench.PairedAsync(BenchBroker.Two);
        var cut = DisconnectedAsync(one);

        Assert.Null(bench.Bonds.Remove(BenchBroker.One.Id).Failure);
        await bench.Broker.CutAsync(BenchBroker.One.Id);

        Assert.Equal(MqttClientDisconnectReason.NotAuthorized, await cut);
        Assert.True(two.IsConnected);
    }

    [Fact]
    public void Validate_PlainMqttBeyondLoopback_IsRefused()
    {
        var options = new BrokerOptions { Listen = new System.Net.IPEndPoint(System.Net.IPAddress.Any, 1883) };

        Assert.Equal("mqtt-plain", options.Validate()?.Code);
    }

    [Fact]
    public async Task Start_PortTaken_IsNamed()
    {
        await using var bench = await BenchBroker.StartAsync();
        await using var second = new CompanionBroker(bench.Bonds, new BrokerOptions { Listen = bench.Broker.Bound }, TimeProvider.System);

        Assert.Equal("mqtt-port-taken", (await second.StartAsync(new PhoneInlet(), default))?.Code);
    }

    private static async Task<MqttClientDisconnectReason> CutByAsync(IMqttClient client, string glasses, string topic)
    {
        var cut = DisconnectedAsync(client);
        await client.PublishStringAsync(topic.Replace("GLASSES", glasses), "x"); // QoS 0: nothing is waited for
        return await cut;
    }

    private static Task<MqttClientDisconnectReason> DisconnectedAsync(IMqttClient client)
    {
        var reason = new TaskCompletionSource<MqttClientDisconnectReason>();
        client.DisconnectedAsync += disconnected =>
        {
            reason.TrySetResult(disconnected.Reason);
            return Task.CompletedTask;
        };
        return reason.Task;
    }

    private static async Task<bool> MayAsync(IMqttClient client, string filter) =>
        (await client.SubscribeAsync(filter)).Items.All(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);

    private static async Task RefusedAsync(MqttClientOptionsBuilder options)
    {
        try
        {
            var (_, result) = await BenchBroker.ConnectAsync(options);
            Assert.NotEqual(MqttClientConnectResultCode.Success, result.ResultCode);
        }
        catch (Exception refused) when (refused is MqttCommunicationException)
        {
            // Refused as well, before there was a result.
        }
    }
}
