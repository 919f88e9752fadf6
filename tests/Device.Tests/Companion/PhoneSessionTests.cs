using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;

namespace Device.Tests.Companion;

/// <summary>A session that is lost, replayed or disturbed.</summary>
public sealed class PhoneSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Frame_OfASessionThatTheGlassesLost_IsRefusedByName()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await BenchPhone.JoinAsync(glasses.Port, glasses.Bonds.Glasses, memory);

        await phone.PublishAsync([1, .. RandomNumberGenerator.GetBytes(80)]);

        Assert.Equal((LinkMessage.Refused, LinkMessage.SessionUnknown), await phone.LinkAsync());
    }

    [Fact]
    public async Task Beat_APartThatThrows_IsToldAndThePhoneGoesOn()
    {
        var isBroken = false;
        var threw = new TaskCompletionSource();
        var sensor = new BenchThermometer(() =>
        {
            if (!Volatile.Read(ref isBroken)) return 30;
            threw.TrySetResult();
            throw new InvalidOperationException("a sensor that nobody thought of");
        });

        await using var glasses = BenchCompanion.Start(_folder.Path, parts => parts with { Skin = sensor });
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        Volatile.Write(ref isBroken, true);
        await threw.Task;
        Volatile.Write(ref isBroken, false);

        await phone.SayAsync(new LiveMessage("ping"));
        await phone.LiveAsync("pong");

        Assert.Contains("phone-work-broken", glasses.Reported);
    }

    [Fact]
    public async Task Hear_RecordedFramesAndHellosReplayed_ChangeNothing()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("set", new { volume = 7 });
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0);

        byte[][] junk =
        [
            [], [1], new byte[41], new byte[65_000], "{"u8.ToArray(), "{}"u8.ToArray(), "{\"type\":\"hello\"}"u8.ToArray(),
            "[1]"u8.ToArray(),
        ];
        foreach (var payload in junk) await phone.PublishAsync(payload);
        await phone.SealAsync("""{"t":"put"}"""u8.ToArray());
        await phone.SealAsync("""{"t":"put","n":2,"kind":"set"}"""u8.ToArray());
        await phone.SealAsync("""{"t":7}"""u8.ToArray());
        await phone.SealAsync("""{"t":"ack","n":99}"""u8.ToArray());
        await phone.SealAsync([]);
        await phone.SayAsync(new LiveMessage("ping"));

        await phone.LiveAsync("pong");
        Assert.Equal(7, glasses.State.Current.Settings.Volume);
        Assert.Empty(glasses.Reported);
    }
}
