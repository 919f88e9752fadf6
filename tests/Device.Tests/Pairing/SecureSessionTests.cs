using System.Security.Cryptography;
using CsCheck;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace Device.Tests.Pairing;

public sealed class SecureSessionTests
{
    private const string Glasses = "00112233445566aa";
    private static readonly Bond Bond = new("8877665544332211", "Phone", RandomNumberGenerator.GetBytes(32), default, default);

    [Fact]
    public void Open_FramesInOrder_GivesThePlainText()
    {
        var (phone, glasses) = Connected();

        Gen.Byte.Array[0, 2000].Sample(
            plain => Assert.Equal(plain, glasses.Open(phone.Seal(plain)!)), seed: "0N0XIzNsQ0O2", iter: 200, threads: 1);
    }

    [Fact]
    public void Open_SameFrameAgain_IsDroppedAsAReplay()
    {
        var (phone, glasses) = Connected();
        var first = phone.Seal("one"u8)!;
        var second = phone.Seal("two"u8)!;

        Assert.NotNull(glasses.Open(second));
        Assert.Null(glasses.Open(second));
        Assert.Null(glasses.Open(first));
        Assert.NotNull(glasses.Open(phone.Seal("three"u8)!));
    }

    [Fact]
    public void Open_OwnFrameReflected_DoesNotOpen()
    {
        var (phone, glasses) = Connected();

        Assert.Null(glasses.Open(glasses.Seal("status"u8)!));
        Assert.Null(phone.Open(phone.Seal("set"u8)!));
    }

    [Fact]
    public void Open_FrameOfAnotherConnectionOfTheSameBond_DoesNotOpen()
    {
        var (phone, _) = Connected();
        var (_, glasses) = Connected();
        var frame = phone.Seal("set"u8)!;

        Assert.Null(glasses.Open(frame));
        glasses.Id.CopyTo(frame.AsSpan(1));
        Assert.Null(glasses.Open(frame));
    }

    [Fact]
    public void Open_AnyBitFlipped_DoesNotOpenAndTheSessionGoesOn()
    {
        var (phone, glasses) = Connected();
        var frame = phone.Seal("volume 40"u8)!;
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var forged = frame.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(glasses.Open(forged));
        }

        Assert.Equal("volume 40"u8.ToArray(), glasses.Open(frame));
    }

    [Fact]
    public void Open_AnyLength_NeverThrows()
    {
        var (phone, glasses) = Connected();
        var frame = phone.Seal(new byte[100])!;

        Assert.All(Enumerable.Range(0, frame.Length), length => Assert.Null(glasses.Open(frame.AsSpan(0, length))));
        Assert.Null(glasses.Open(new byte[PhoneProtocol.MaxFrameBytes + 1]));
    }

    [Fact]
    public void Answer_HelloOfAnotherBond_IsRefused()
    {
        using var key = AgreementKey.Create();
        var hello = Hello(Bond with { Key = new byte[32] }, key);

        Assert.Null(Handshake.Answer(Glasses, Bond, hello));
        Assert.Null(Handshake.Answer("ffffffffffffffff", Bond, Hello(Bond, key)));
        Assert.Null(Handshake.Answer(Glasses, Bond, Hello(Bond, key) with { Session = new byte[16] }));
        Assert.Null(Handshake.Answer(Glasses, Bond, Hello(Bond, key) with { Type = LinkMessage.Welcome }));
        Assert.NotNull(Handshake.Answer(Glasses, Bond, Hello(Bond, key)));
    }

    [Fact]
    public void Answer_HelloReplayed_MakesKeysThatTheRecordedFramesDoNotFit()
    {
        using var key = AgreementKey.Create();
        var hello = Hello(Bond, key);
        var first = Handshake.Answer(Glasses, Bond, hello)!.Value;
        var phone = Phone(hello, key, first.Welcome);
        var recorded = phone.Seal("set"u8)!;

        var second = Handshake.Answer(Glasses, Bond, hello)!.Value;

        Assert.NotNull(first.Session.Open(recorded));
        Assert.Null(second.Session.Open(recorded));
    }

    private static (SecureSession Phone, SecureSession Glasses) Connected()
    {
        using var key = AgreementKey.Create();
        var hello = Hello(Bond, key);
        var (welcome, glasses) = Handshake.Answer(Glasses, Bond, hello)!.Value;
        return (Phone(hello, key, welcome), glasses);
    }

    private static LinkMessage Hello(Bond bond, AgreementKey key)
    {
        var session = RandomNumberGenerator.GetBytes(16);
        return new LinkMessage
        {
            Type = LinkMessage.Hello,
            Session = session,
            Key = key.Public,
            Mac = new SessionKeys(Glasses, bond.Id, bond.Key, session, key.Public).HelloMac(),
        };
    }

    private static SecureSession Phone(LinkMessage hello, AgreementKey key, LinkMessage welcome)
    {
        var keys = new SessionKeys(Glasses, Bond.Id, Bond.Key, hello.Session!, key.Public);
        Assert.Equal(keys.WelcomeMac(welcome.Key!), welcome.Mac);
        var (up, down) = keys.Frames(welcome.Key!, key.Agree(welcome.Key)!);
        return new SecureSession(hello.Session!, sealing: up, opening: down);
    }
}
