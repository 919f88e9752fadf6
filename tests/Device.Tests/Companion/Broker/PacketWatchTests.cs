using EdgeRuntime.Device.Companion.Broker;

namespace Device.Tests.Companion.Broker;

public sealed class PacketWatchTests
{
    private static readonly byte[] Connect = [0x10, 3, 1, 2, 3];

    [Fact]
    public void Feed_PacketsInPiecesOfAnySize_CountsThem()
    {
        byte[] stream = [.. Connect, 0x30, 0x85, 0x01, .. new byte[133], 0xC0, 0, 0x30, 1, 9];
        for (var size = 1; size <= stream.Length; size++)
        {
            var watch = new PacketWatch();
            foreach (var piece in stream.Chunk(size)) Assert.Null(watch.Feed(piece, 1000));
            Assert.Equal(4, watch.Packets);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 0x80, 0x80, 0x80, 0x80 }, PacketFault.Malformed)]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F }, PacketFault.TooLarge)]
    [InlineData(new byte[] { 0x30, 0x81, 0x01 }, PacketFault.TooLarge)]
    internal void Feed_BadLength_IsRefusedByItsHeader(byte[] packet, PacketFault fault)
    {
        var watch = new PacketWatch();
        Assert.Null(watch.Feed(Connect, 128));

        Assert.Equal(fault, watch.Feed(packet, 128));
    }

    [Fact]
    public void Feed_OtherProtocol_IsRefusedByItsFirstByte()
    {
        Assert.Equal(PacketFault.NotMqtt, new PacketWatch().Feed("GET / HTTP/1.1\r\n"u8, 1000));
        Assert.Equal(PacketFault.NotMqtt, new PacketWatch().Feed([0x16, 3, 1], 1000)); // TLS
    }

    [Fact]
    public void Take_MoreThanTheBurst_MustWaitItsShare()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var rate = new PacketRate(perSecond: 10, burst: 20, time);

        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(TimeSpan.Zero, rate.Take()));
        Assert.Equal(TimeSpan.FromMilliseconds(100), rate.Take());
        time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(TimeSpan.Zero, rate.Take()));
        Assert.NotEqual(TimeSpan.Zero, rate.Take());
    }
}
