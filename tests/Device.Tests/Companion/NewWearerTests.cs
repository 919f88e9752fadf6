using System.Text.Json;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;

namespace Device.Tests.Companion;

/// <summary>Glasses that change hands: what the first wearer kept is not the next one's.</summary>
public sealed class NewWearerTests : IDisposable
{
    private const string Before = "sim-20261129-120000-000.jpg";
    private const string After = "sim-20261129-120001-000.jpg";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pair_NotesAndPicturesFromBefore_AreNotHandedOver()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        await NoteAsync(glasses, "of the first wearer");
        Picture(Before);

        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        await NoteAsync(glasses, "of the next one");
        Picture(After);
        glasses.Companion.Hurry();
        await phone.UntilAsync(() => memory.Received == 2);

        var progress = glasses.State.Current.Phones[memory.Bond.Id];
        Assert.Equal((2, After, Before), (progress.NoteId, progress.Media, progress.MediaBefore));
        Assert.Equal(["note", "offer"], memory.Kept.Select(kept => kept.Kind).Order());
        Assert.DoesNotContain("of the first wearer", Waiting(memory.Bond.Id));
    }

    [Fact]
    public async Task Pair_NamesComeBeforeAnythingElse_NotesFromBeforeStayWhereTheyAre()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        await NoteAsync(glasses, "of the first wearer");
        var memory = await glasses.PairAsync();
        memory.Put("contacts", new { names = new[] { "Ada" } });
        await using var phone = await glasses.ConnectAsync(memory);

        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0);

        Assert.Equal(1, glasses.State.Current.Phones[memory.Bond.Id].NoteId);
    }

    [Fact]
    public async Task Fetch_PictureFromBeforeByItsId_IsGone()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        Picture(Before);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        var transfer = MediaOffers.Offer(new FileInfo(_folder["media/" + Before])).Transfer;
        await phone.SayAsync(new { t = "fetch", transfer, offset = 0, count = 100 });

        Assert.Equal("transfer-gone", (await phone.LiveAsync("problem")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Share_TheWearerSaysSo_HandsOverWhatWasBefore()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        await NoteAsync(glasses, "of the same wearer");
        Picture(Before);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        Assert.Null(await PhoneDuties.ShareAsync(glasses.State, memory.Bond.Id, default));
        glasses.Companion.Hurry();
        await phone.UntilAsync(() => memory.Received == 2);

        Assert.Equal(["note", "offer"], memory.Kept.Select(kept => kept.Kind).Order());
    }

    [Fact]
    public async Task ForgetMe_TheLastPhone_AsksThePersonAboutWhatIsLeft()
    {
        var asked = new List<string>();
        await using var glasses = BenchCompanion.Start(_folder.Path, parts => parts with { Ask = asked.Add });
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        await NoteAsync(glasses, "kept");

        await phone.SayAsync(new LiveMessage("forget-me"));
        var forgotten = await phone.LiveAsync("forgotten");

        Assert.Contains("1 note is still on these glasses", forgotten.GetProperty("message").GetString());
        await Assert.ThrowsAnyAsync<Exception>(() => phone.LiveAsync("never")); // the broker cuts it
        Assert.Equal([forgotten.GetProperty("message").GetString()!], asked);
        Assert.Single(glasses.State.Current.Notes);
    }

    [Fact]
    public async Task ForgetMe_NothingIsLeft_AsksNothing()
    {
        var asked = new List<string>();
        await using var glasses = BenchCompanion.Start(_folder.Path, parts => parts with { Ask = asked.Add });
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        await phone.SayAsync(new LiveMessage("forget-me"));

        Assert.False((await phone.LiveAsync("forgotten")).TryGetProperty("message", out _));
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Reset_AskedForByAPhone_OnlySaysWhatAHandHasToDo()
    {
        var begun = 0;
        ResetInvitation Begin() => new($"Hold the button. {++begun}", ResetCountdown.Window);
        await using var glasses = BenchCompanion.Start(_folder.Path, parts => parts with { BeginReset = () => Begin() });
        var memory = await glasses.PairAsync();
        await NoteAsync(glasses, "kept");
        await using var phone = await glasses.ConnectAsync(memory);

        await phone.SayAsync(new LiveMessage("reset"));
        var reply = await phone.LiveAsync("reset");

        Assert.Equal(("Hold the button. 1", 60), (reply.GetProperty("message").GetString(), reply.GetProperty("seconds").GetInt32()));
        Assert.False(FactoryReset.IsBegun(_folder.Path));
        Assert.Single(glasses.State.Current.Notes);
    }

    [Fact]
    public async Task Reset_GlassesWithoutAButton_SayHowItIsDoneThere()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        await using var phone = await glasses.ConnectAsync(await glasses.PairAsync());

        await phone.SayAsync(new LiveMessage("reset"));

        Assert.Equal("reset-no-button", (await phone.LiveAsync("problem")).GetProperty("code").GetString());
    }

    private static async Task NoteAsync(BenchCompanion glasses, string text) => Assert.Null((await glasses.State.UpdateAsync(
        now => now with { NextId = now.NextId + 1, Notes = [.. now.Notes, new Note(now.NextId, text, DateTimeOffset.UnixEpoch)] },
        default)).Failure);

    private void Picture(string name)
    {
        Directory.CreateDirectory(_folder["media"]);
        File.WriteAllBytes(_folder["media/" + name], [1, 2, 3]);
    }

    private string Waiting(string bond) =>
        string.Concat(Directory.EnumerateFiles(_folder[$"phones/{bond}"]).Select(File.ReadAllText));
}
