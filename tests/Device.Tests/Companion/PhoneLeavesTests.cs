using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;

namespace Device.Tests.Companion;

/// <summary>What is left of a phone that is forgotten or revoked, and what others gave.</summary>
public sealed class PhoneLeavesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ForgetMe_RemovesBondAndEverythingThePhoneGave()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("contacts", new { names = new[] { "Ada" } });
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0);

        await phone.SayAsync(new LiveMessage("forget-me"));
        try
        {
            await phone.LiveAsync("forgotten");
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            // Cut first, on a very busy machine: the phone learns it when it comes back.
        }

        await Assert.ThrowsAnyAsync<Exception>(() => phone.LiveAsync("never")); // the broker cuts it
        Assert.Empty(glasses.Bonds.Bonds);
        Assert.Empty(glasses.State.Current.Contacts);
        Assert.Empty(glasses.State.Current.Phones);
        await Assert.ThrowsAnyAsync<Exception>(() => glasses.ConnectAsync(memory));
        Assert.False(Directory.Exists(_folder[$"phones/{memory.Bond.Id}"]));
    }

    [Fact]
    public async Task ForgetMe_LeavesWhatOtherPhonesGave()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var (mine, other) = (await glasses.PairAsync(), await glasses.PairAsync());
        await GiveAsync(glasses, mine, "Ada", "Running");
        await GiveAsync(glasses, other, "Grace", "Cooking");
        Assert.Equal(["Ada", "Grace"], glasses.State.Current.Contacts);
        await using var phone = await glasses.ConnectAsync(mine);

        await phone.SayAsync(new LiveMessage("forget-me"));
        await Assert.ThrowsAnyAsync<Exception>(() => phone.LiveAsync("never")); // the broker cuts it

        var state = glasses.State.Current;
        Assert.Equal(("Grace", "Cooking", "from Grace"), (state.Contacts.Single(), state.Playlists.Single(), state.Inbox.Single().Text));
    }

    [Fact]
    public async Task Revoke_AtTheGlasses_TakesAwayWhatThePhoneGave()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await GiveAsync(glasses, memory, "Ada", "Running");
        await using var phone = await glasses.ConnectAsync(memory);

        Assert.Null(glasses.Bonds.Remove(memory.Bond.Id).Failure);
        await Assert.ThrowsAnyAsync<Exception>(() => phone.LiveAsync("never")); // the broker cuts it, last of all

        var state = glasses.State.Current;
        Assert.Equal((0, 0, 0, 0), (state.Contacts.Count, state.Playlists.Count, state.Inbox.Count, state.Phones.Count));
    }

    private static async Task GiveAsync(BenchCompanion glasses, BenchPhone.Memory memory, string contact, string playlist)
    {
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("contacts", new { names = new[] { contact } });
        memory.Put("playlists", new { names = new[] { playlist } });
        memory.Put("notification", new { app = "Chat", text = $"from {contact}", at = DateTimeOffset.UnixEpoch });
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0);
    }
}
