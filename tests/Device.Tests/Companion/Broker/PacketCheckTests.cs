using EdgeRuntime.Device.Companion.Broker;

namespace Device.Tests.Companion.Broker;

/// <summary>What MQTT 5 calls malformed or a protocol error, and what it does not.</summary>
public sealed class PacketCheckTests
{
    private static readonly byte[] Connect = Bytes("00044D5154540502003C00000161");

    [Theory]
    [InlineData("80", "00010000017800", 0x81, "SUBSCRIBE with wrong flags")]
    [InlineData("82", "00000000017800", 0x82, "SUBSCRIBE with packet id 0")]
    [InlineData("82", "00010000017803", 0x82, "SUBSCRIBE with QoS 3")]
    [InlineData("82", "000100", 0x82, "SUBSCRIBE with an empty list")]
    [InlineData("82", "00010000017840", 0x81, "SUBSCRIBE with a reserved option")]
    [InlineData("82", "00010000017830", 0x82, "SUBSCRIBE with retain handling 3")]
    [InlineData("82", "000100000178", 0x81, "SUBSCRIBE without options")]
    [InlineData("82", "00010000017800000178", 0x81, "SUBSCRIBE whose last filter has no options")]
    [InlineData("82", "00010000097800", 0x81, "SUBSCRIBE to a filter longer than the packet")]
    [InlineData("82", "00", 0x81, "SUBSCRIBE cut short")]
    [InlineData("82", "000100000000", 0x8F, "SUBSCRIBE to nothing")]
    [InlineData("82", "0001000002612300", 0x8F, "SUBSCRIBE to a#")]
    [InlineData("82", "0001000003232F6100", 0x8F, "SUBSCRIBE to #/a")]
    [InlineData("82", "0001000004612B2F6200", 0x8F, "SUBSCRIBE to a+/b")]
    [InlineData("82", "00010000082473686172652F6700", 0x8F, "SUBSCRIBE shared by a group, without a filter")]
    [InlineData("82", "000100000A2473686172652F2B2F7800", 0x8F, "SUBSCRIBE shared by a group that is no name")]
    [InlineData("82", "000100000A2473686172652F672F7804", 0x82, "SUBSCRIBE shared and not local")]
    [InlineData("82", "0001040B010B0200017800", 0x82, "SUBSCRIBE with two identifiers")]
    [InlineData("82", "0001020B0000017800", 0x82, "SUBSCRIBE with identifier 0")]
    [InlineData("82", "0001041F00017200017800", 0x81, "SUBSCRIBE with a property of others")]
    [InlineData("A0", "000100000178", 0x81, "UNSUBSCRIBE with wrong flags")]
    [InlineData("A2", "000000000178", 0x82, "UNSUBSCRIBE with packet id 0")]
    [InlineData("A2", "000100", 0x82, "UNSUBSCRIBE with an empty list")]
    [InlineData("A2", "00010000026123", 0x8F, "UNSUBSCRIBE from a#")]
    [InlineData("36", "000178000100", 0x81, "PUBLISH with QoS 3")]
    [InlineData("38", "00017800", 0x81, "PUBLISH again, with QoS 0")]
    [InlineData("32", "000178000000", 0x82, "PUBLISH with packet id 0")]
    [InlineData("34", "000178000100", 0x9B, "PUBLISH with QoS 2, which is not announced")]
    [InlineData("31", "00017800", 0x9A, "PUBLISH to be retained, which is not announced")]
    [InlineData("30", "00012B00", 0x90, "PUBLISH to a filter")]
    [InlineData("30", "000000", 0x82, "PUBLISH to nothing")]
    [InlineData("30", "0001FF00", 0x81, "PUBLISH to what is no UTF-8")]
    [InlineData("30", "0003EDA08000", 0x81, "PUBLISH to half a surrogate pair")]
    [InlineData("30", "00010000", 0x81, "PUBLISH to U+0000")]
    [InlineData("30", "000178", 0x81, "PUBLISH without properties")]
    [InlineData("30", "00017803230001", 0x94, "PUBLISH with an alias, of which none are announced")]
    [InlineData("30", "000178020B01", 0x81, "PUBLISH of a client with a subscription identifier")]
    [InlineData("30", "0001780401000100", 0x82, "PUBLISH with a property twice")]
    [InlineData("30", "000178020102", 0x82, "PUBLISH with payload format 2")]
    [InlineData("30", "000178040800012B", 0x82, "PUBLISH with an answer wanted at a filter")]
    [InlineData("30", "00017803020001", 0x81, "PUBLISH with a property cut short")]
    [InlineData("30", "0001788000", 0x81, "PUBLISH with a length in more bytes than it needs")]
    [InlineData("40", "0000", 0x82, "PUBACK with packet id 0")]
    [InlineData("42", "0001", 0x81, "PUBACK with flags")]
    [InlineData("60", "0001", 0x81, "PUBREL without its flags")]
    [InlineData("C0", "00", 0x81, "PINGREQ with a body")]
    [InlineData("C1", "", 0x81, "PINGREQ with flags")]
    [InlineData("E1", "", 0x81, "DISCONNECT with flags")]
    [InlineData("E0", "05", 0x82, "DISCONNECT for a reason that there is not")]
    [InlineData("E0", "00051100", 0x81, "DISCONNECT with properties cut short")]
    [InlineData("F0", "", 0x82, "AUTH without a method")]
    [InlineData("20", "000000", 0x82, "CONNACK from a client")]
    [InlineData("00", "", 0x81, "Packet of kind 0")]
    [InlineData("10", "00044D5154540502003C00000161", 0x82, "CONNECT once more")]
    public void Judge_PacketThatMqttForbids_GivesItsReasonCode(string header, string body, int code, string what)
    {
        var check = new PacketCheck();
        Assert.Null(check.Judge(0x10, Connect));

        Assert.True((PacketFault)code == check.Judge(Bytes(header)[0], Bytes(body)), what);
    }

    [Theory]
    [InlineData("00044D5154540503003C00000161", 0x81, "the reserved flag")]
    [InlineData("00044D5154540502003C06210001210001000161", 0x82, "a property twice")]
    [InlineData("00044D5154540502003C03210000000161", 0x82, "receive maximum 0")]
    [InlineData("00044D5154540502003C052700000000000161", 0x82, "maximum packet size 0")]
    [InlineData("00044D5154540502003C021702000161", 0x82, "a flag that is 2")]
    [InlineData("00044D5154540502003C022400000161", 0x81, "a property of CONNACK")]
    [InlineData("00044D5154540502003C09210001000161", 0x81, "properties longer than said")]
    [InlineData("00044D5154540502003C041500016D000161", 0x8C, "a method to prove itself")]
    [InlineData("00044D5154540502003C041600016D000161", 0x82, "a proof without a method")]
    [InlineData("00044D5154540502003C0000016100", 0x81, "bytes left over")]
    [InlineData("00044D5154540582003C00000161", 0x81, "a user name that is missing")]
    [InlineData("00044D515454050A003C00000161", 0x81, "the quality of a will, and no will")]
    [InlineData("00044D5154540522003C00000161", 0x81, "a will to be retained, and no will")]
    [InlineData("00044D515454051E003C00000161000001780000", 0x81, "a will with QoS 3")]
    [InlineData("00044D5154540516003C00000161000001780000", 0x9B, "a will with QoS 2")]
    [InlineData("00044D5154540526003C00000161000001780000", 0x9A, "a will to be retained, which is not announced")]
    [InlineData("00044D5154540506003C000001610000012B0000", 0x90, "a will for a filter")]
    [InlineData("00044D5154540506003C000001610224000001780000", 0x81, "a will with a property of CONNACK")]
    [InlineData("00044D5154540602003C", 0x84, "version 6")]
    [InlineData("00044D5154580502003C", 0x84, "another name")]
    [InlineData("00044D515454", 0x81, "no version")]
    public void Judge_ConnectThatMqttForbids_GivesItsReasonCode(string body, int code, string what) =>
        Assert.True((PacketFault)code == new PacketCheck().Judge(0x10, Bytes(body)), what);

    [Theory]
    [InlineData("82", "0001130BFFFFFF7F26000161000162260001610001620001780000012B2D", "SUBSCRIBE with everything")]
    [InlineData("82", "00010000012304", "SUBSCRIBE to all")]
    [InlineData("82", "000100000C2473686172652F672F782F2301", "SUBSCRIBE shared")]
    [InlineData("82", "0001000004612F2B2F02", "SUBSCRIBE to empty levels")]
    [InlineData("A2", "000100000178000178", "UNSUBSCRIBE from two")]
    [InlineData("3A", "00017800011A010102000000050300017408000172090001FF26000161000162FFFE", "PUBLISH with everything, again")]
    [InlineData("30", "00017800", "PUBLISH of nothing")]
    [InlineData("40", "0001", "PUBACK in short")]
    [InlineData("50", "000110", "PUBREC with a reason")]
    [InlineData("62", "00019200", "PUBREL with a reason and no properties")]
    [InlineData("70", "000100041F000172", "PUBCOMP with everything")]
    [InlineData("C0", "", "PINGREQ")]
    [InlineData("E0", "", "DISCONNECT in short")]
    [InlineData("E0", "04", "DISCONNECT with the will")]
    [InlineData("E0", "00051100000000", "DISCONNECT with everything")]
    public void Judge_PacketThatMqttAllows_IsLetThrough(string header, string body, string what)
    {
        var check = new PacketCheck();
        Assert.Null(check.Judge(0x10, Connect));

        Assert.True(check.Judge(Bytes(header)[0], Bytes(body)) is null, what);
    }

    [Theory]
    [InlineData("00044D5154540502003C00000161", "as little as there may be")]
    [InlineData(
        "00044D51545405CE0000221100000009210001270000000922000017011900260001610001622600016100016200000718000000"
        + "0501010001780001FF000175000100",
        "everything")]
    [InlineData("00044D5154540402003C000161", "version 3.1.1, which is told so in its own words")]
    [InlineData("00064D51497364700302003C000161", "version 3.1, as well")]
    public void Judge_ConnectThatMqttAllows_IsLetThrough(string body, string what) =>
        Assert.True(new PacketCheck().Judge(0x10, Bytes(body)) is null, what);

    [Fact]
    public void Judge_AnyBytes_NeverThrows()
    {
        var random = new Random(20261126);
        for (var i = 0; i < 50_000; i++)
        {
            var (check, body) = (new PacketCheck(), new byte[random.Next(0, 40)]);
            random.NextBytes(body);
            check.Judge(0x10, [.. Connect[..7], .. body]);
            check.Judge((byte)random.Next(0, 256), body);
        }
    }

    [Fact]
    public void Judge_FrameAfterFrame_AllocatesNothing()
    {
        var (check, publish, subscribe) =
            (new PacketCheck(), Bytes("000178007061796C6F6164"), Bytes("000100000C656467652F2B2F61626F757400"));
        check.Judge(0x10, Connect);
        for (var i = 0; i < 100; i++) check.Judge(0x30, publish);
        check.Judge(0x82, subscribe);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) check.Judge(0x30, publish);
        check.Judge(0x82, subscribe);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal);
}
