using System.Net;
using EdgeRuntime.Device.Companion.Broker;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;

namespace Device.Tests.Companion.Broker;

public sealed class GuardedChannelTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedChannel _link = new();
    private readonly List<string> _refused = [];

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(65535)]
    public async Task Silence_OneAndAHalfOfTheAnnouncedKeepAlive_EndsTheConnectionAndNotSooner(int announced)
    {
        var guard = Guard(new BrokerOptions { KeepAlive = TimeSpan.FromSeconds(announced) });
        guard.LetIn(paired: true);
        var read = guard.ReadAsync(new byte[16], 0, 16, default);

        _time.Advance(TimeSpan.FromSeconds(1.5 * announced) - TimeSpan.FromMilliseconds(1));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, await read);
        Assert.Equal([0xE0, 2, 0x8D, 0], _link.Written);
        Assert.Equal(["silent"], _refused);
    }

    [Fact]
    public async Task Silence_BytesOfOnePacketThatDripIn_DoNotCountAsAPacket()
    {
        var guard = Guard(new BrokerOptions());
        _link.Read = Convert.FromHexString("100E00044D5154540502003C00000161");
        Assert.Equal(16, await guard.ReadAsync(new byte[16], 0, 16, default));
        guard.LetIn(paired: true);
        _link.Read = [0x30, 9, 0];
        await guard.ReadAsync(new byte[3], 0, 3, default);
        _time.Advance(TimeSpan.FromSeconds(80));
        _link.Read = [1];
        await guard.ReadAsync(new byte[1], 0, 1, default);

        var read = guard.ReadAsync(new byte[1], 0, 1, default);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, await read);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    [InlineData(600)]
    public async Task KeepAlive_WhateverTheClientAsksFor_IsNotCountedBesidesByTheLibrary(ushort asked)
    {
        using var pass = new ConnectionGate(new BrokerOptions(), new BrokerTally()).Enter(IPAddress.Loopback, () => { });
        using var adapter = new GuardedAdapter(Guard(new BrokerOptions()), new BrokerOptions(), pass);
        _link.Read = [0x10, 14, 0, 4, .. "MQTT"u8, 5, 2, (byte)(asked >> 8), (byte)asked, 0, 0, 1, (byte)'a'];

        var connect = Assert.IsType<MqttConnectPacket>(await adapter.ReceivePacketAsync(default));
        await adapter.SendPacketAsync(new MqttConnAckPacket(), default);

        Assert.Equal(0, connect.KeepAlivePeriod);
        Assert.Contains("13003C", Convert.ToHexString([.. _link.Written]));
    }

    private GuardedChannel Guard(BrokerOptions options) => new(_link, options, _time, _time.GetTimestamp(), _refused.Add);
}
