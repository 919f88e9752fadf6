using System.Net;
using EdgeRuntime.Device.Companion.Broker;

namespace Device.Tests.Companion.Broker;

public sealed class ConnectionGateTests
{
    private readonly BrokerTally _tally = new();
    private readonly List<string> _cut = [];

    [Fact]
    public void Enter_NoRoom_CutsWhoWaitsLongestWithoutAWord()
    {
        var gate = Gate(most: 3);
        Enter(gate, "talker", "10.0.0.1").Hear();
        Enter(gate, "first", "10.0.0.2");
        Enter(gate, "second", "10.0.0.3");

        Enter(gate, "third", "10.0.0.4");
        Enter(gate, "fourth", "10.0.0.5");

        Assert.Equal(["first", "second"], _cut);
        Assert.Equal(2, _tally.Count("too-many-connections"));
    }

    [Fact]
    public void Enter_NoRoomAndAllHaveSpoken_CutsWhoWaitsLongest()
    {
        var gate = Gate(most: 2);
        Enter(gate, "first", "10.0.0.1").Hear();
        Enter(gate, "second", "10.0.0.2").Hear();

        Enter(gate, "third", "10.0.0.3");

        Assert.Equal(["first"], _cut);
    }

    // Half a CONNECT each, from the phone's own address: a phone between its connection and its first byte was the first to be cut.
    [Fact]
    public void Enter_ManyWithHalfAWord_DoNotCutAPhoneBeforeItsFirstByte()
    {
        var gate = Gate(most: 100, perAddress: 8);
        for (var i = 0; i < 8; i++) Enter(gate, $"{i}", "10.0.0.1").Hear();
        var phone = Enter(gate, "phone", "10.0.0.1");

        for (var i = 0; i < 50; i++) Enter(gate, $"more {i}", "10.0.0.1").Hear();

        Assert.DoesNotContain("phone", _cut);
        phone.Hear();
        Assert.True(phone.Settle());
    }

    [Fact]
    public void Enter_WhoGoesOnSpeaking_IsNotCutForThoseThatDoNot()
    {
        var gate = Gate(most: 100, perAddress: 8);
        var phone = Enter(gate, "phone", "10.0.0.1");

        for (var i = 0; i < 200; i++)
        {
            Enter(gate, $"{i}", "10.0.0.1").Hear();
            if (i % 4 == 0) phone.Hear();
        }

        Assert.True(phone.Settle());
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("fd00:1:2:3::1", "fd00:1:2:3:ffff:ffff:ffff:ffff")]
    public void Enter_MoreThanOneAddressMayHave_CutsOneOfItsOwn(string address, string same)
    {
        var gate = Gate(most: 10, perAddress: 2);
        Enter(gate, "other", "10.0.0.9");
        Enter(gate, "first", address);
        Enter(gate, "second", same);

        Enter(gate, "third", address);

        Assert.Equal(["first"], _cut);
    }

    [Fact]
    public void Enter_NoRoom_NeverCutsWhoIsSettled()
    {
        var gate = Gate(most: 1);
        var phone = Enter(gate, "phone", "10.0.0.1");
        Assert.True(phone.Settle());

        for (var i = 0; i < 100; i++) Enter(gate, $"{i}", "10.0.0.1");

        Assert.DoesNotContain("phone", _cut);
        Assert.True(phone.Settle());
    }

    [Fact]
    public void Settle_WhoWasCut_IsToldSo()
    {
        var gate = Gate(most: 1);
        var late = Enter(gate, "late", "10.0.0.1");
        Enter(gate, "next", "10.0.0.2");

        Assert.False(late.Settle());
    }

    [Fact]
    public void Dispose_WhoLeaves_MakesRoom()
    {
        var gate = Gate(most: 1);
        Enter(gate, "first", "10.0.0.1").Dispose();

        Enter(gate, "second", "10.0.0.2");

        Assert.Empty(_cut);
    }

    private ConnectionGate Gate(int most, int perAddress = 100) =>
        new(new BrokerOptions { MaxWaiting = most, MaxWaitingPerAddress = perAddress }, _tally);

    private ConnectionPass Enter(ConnectionGate gate, string name, string from) => gate.Enter(IPAddress.Parse(from), () => _cut.Add(name));
}
