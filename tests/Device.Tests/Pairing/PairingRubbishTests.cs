using System.Text;
using CsCheck;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace Device.Tests.Pairing;

/// <summary>What no phone would say is refused, and the window stays for a real one.</summary>
public sealed class PairingRubbishTests : IDisposable
{
    private readonly PairingBench _bench = new();

    private PairingDesk Desk => _bench.Desk;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(2, "protocol-newer")]
    [InlineData(0, "pair-malformed")]
    public void Take_OtherProtocol_IsNamed(int protocol, string code)
    {
        Desk.Open();
        using var key = AgreementKey.Create();

        Desk.Take(
            "aa", PhonePairing.Json(new PairingMessage { Type = PairingTypes.Request, Protocol = protocol, Key = key.Public, Name = "n" }));

        Assert.Equal(code, _bench.Code);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u001b[2J")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Take_NameThatCannotBeShown_IsRefused(string name)
    {
        Desk.Open();
        using var key = AgreementKey.Create();

        Desk.Take("aa", PhonePairing.Json(new PairingMessage { Type = PairingTypes.Request, Protocol = 1, Key = key.Public, Name = name }));

        Assert.Equal("pair-malformed", _bench.Code);
    }

    [Fact]
    public void Take_KeyOffTheCurve_IsRefused()
    {
        Desk.Open();
        byte[] key = [4, .. Enumerable.Repeat((byte)7, 64)];

        Desk.Take("aa", PhonePairing.Json(new PairingMessage { Type = PairingTypes.Request, Protocol = 1, Key = key, Name = "n" }));

        Assert.Equal("pair-malformed", _bench.Code);
    }

    [Fact]
    public void Take_AnyBytes_NeverThrowsAndLeavesTheWindowForARealPhone()
    {
        Desk.Open();
        var junk = Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.String.Select(Encoding.UTF8.GetBytes),
            Gen.Select(Gen.String, Gen.Int)
                .Select((text, number) => Encoding.UTF8.GetBytes($"{{\"type\":\"pair-nonce\",\"protocol\":{number},\"name\":\"{text}\"}}")),
            Gen.Int[0, 200].Select(depth => Encoding.UTF8.GetBytes(new string('[', depth))));

        junk.Sample(bytes => Desk.Take("aa", bytes), seed: "0N0XIzNsQ0O2", iter: 500, threads: 1);

        Assert.Equal(PairingState.Waiting, Desk.View.State);
        Assert.NotNull(_bench.Compare().Digits);
    }
}
