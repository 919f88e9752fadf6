using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Files;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Actions;

[SupportedOSPlatform("linux")]
public sealed class StateStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    // What a property that is missing begins with is not what its initialiser says, once a document is read.
    [Fact]
    public async Task Open_ADocumentFromBeforeMissedRings_HasNone()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "state.json"), """
            {
              "version": 1, "generation": 2, "next_id": 2, "settings": { "volume": 50, "brightness": 60, "denied": [] },
              "schedule": [{ "id": 1, "kind": "Timer", "due": "2026-11-29T23:10:34+00:00", "length": "02:00:00" }],
              "notes": [], "inbox": [], "phones": {}, "cloud_spending": { "month": "", "nanos": 0, "currency": "" }, "media": { "playing": false, "track": 1 }
            }
            """);

        using var store = StateStore.Open(_folder.Path, TimeProvider.System).Value!;
        await store.UpdateAsync(now => ScheduleChanges.Miss(now, 1), CancellationToken.None);

        Assert.Single(store.Current.Missed);
    }

    [Fact]
    public void Open_NothingThere_IsFreshAndWritesNothing()
    {
        using var store = StateStore.Open(_folder["sub"], _time).Value!;

        Assert.Equal(new GlassesSettings().Volume, store.Current.Settings.Volume);
        Assert.False(Directory.Exists(_folder["sub"]));
    }

    [Fact]
    public async Task Open_AfterEveryKindOfChange_HasAllOfItBack()
    {
        using var store = Open();
        var changed = await store.UpdateAsync(Everything, CancellationToken.None);

        using var again = Open();

        Assert.Equal(changed.Value!.Schedule, again.Current.Schedule);
        Assert.Equal(changed.Value.Notes, again.Current.Notes);
        Assert.Equal(["Anna"], again.Current.Contacts);
        Assert.Equal(changed.Value.Media, again.Current.Media);
        Assert.Equal(changed.Value.Settings.Denied, again.Current.Settings.Denied);
        Assert.Equal(changed.Value.Settings.DoNotDisturbUntil, again.Current.Settings.DoNotDisturbUntil);
        Assert.Equal(changed.Value.Undo!.DropNotes, again.Current.Undo!.DropNotes);
        Assert.Equal(changed.Value.RecordingSince, again.Current.RecordingSince);
    }

    [Fact]
    public async Task RefreshAsync_AnotherStoreWrote_SeesIt()
    {
        using var mine = Open();
        using var theirs = Open();
        await theirs.UpdateAsync(now => now with { LastAnswer = "theirs" }, CancellationToken.None);

        await mine.RefreshAsync(CancellationToken.None);

        Assert.Equal("theirs", mine.Current.LastAnswer);
    }

    [Fact]
    public async Task UpdateAsync_AnotherStoreWrote_BuildsOnThat()
    {
        using var mine = Open();
        using var theirs = Open();
        await theirs.UpdateAsync(now => now with { LastAnswer = "theirs" }, CancellationToken.None);

        await mine.UpdateAsync(now => now with { NextId = 9 }, CancellationToken.None);

        Assert.Equal(("theirs", 9), (mine.Current.LastAnswer, mine.Current.NextId));
    }

    [Fact]
    public async Task UpdateAsync_NoChange_DoesNotTouchTheFile()
    {
        using var store = Open();
        await store.UpdateAsync(now => now, CancellationToken.None);

        Assert.False(File.Exists(_folder["state.json"]));
    }

    [Fact]
    public async Task UpdateAsync_NewFile_IsForItsOwnerOnly()
    {
        using var store = Open();
        await store.UpdateAsync(now => now with { LastAnswer = "x" }, CancellationToken.None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(_folder["state.json"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"notes\": null}")]
    [InlineData("{\"settings\": {\"volume\": \"loud\"}}")]
    [InlineData("null")]
    public async Task Open_DamagedDocument_PutsItAsideAndGoesOn(string content)
    {
        await File.WriteAllTextAsync(_folder["state.json"], content);

        using var store = Open();
        await store.UpdateAsync(now => now with { LastAnswer = "x" }, CancellationToken.None);

        Assert.Equal("state-damaged", store.Damage!.Code);
        Assert.Equal(content, await File.ReadAllTextAsync(_folder["state.damaged-20261122-170000.json"]));
    }

    [Fact]
    public async Task Open_AnyPrefixOfADocument_IsDamagedOrWholeAndNeverThrows()
    {
        using (var store = Open())
        {
            await store.UpdateAsync(Everything, CancellationToken.None);
        }

        var whole = await File.ReadAllBytesAsync(_folder["state.json"]);
        Gen.Int[0, whole.Length].Sample(
            length =>
            {
                using var folder = new TemporaryFolder();
                File.WriteAllBytes(folder["state.json"], whole[..length]);

                using var store = StateStore.Open(folder.Path, _time).Value!;

                return (store.Damage is null) == (length == whole.Length);
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData("settings", "volume", "\"loud\"", "settings.volume")]
    [InlineData("settings", "volume", "5000", "settings.volume")]
    [InlineData("settings", "denied", "[\"Camera\", \"Nonsense\"]", "settings.denied[1]")]
    [InlineData("settings", "cloud_privacy", "77", "settings.cloud_privacy")]
    [InlineData("settings", null, "7", "settings")]
    [InlineData("notes", null, "[null, {\"id\": 1, \"text\": \"buy oat milk\", \"created\": \"2026-11-29T20:28:02+00:00\"}]", "notes[0]")]
    [InlineData("notes", null, "[{\"id\": 9}]", "notes[0]")]
    [InlineData("notes", null, "\"none\"", "notes")]
    [InlineData("schedule", null, "[{\"id\": 7, \"kind\": \"Alarm\", \"due\": \"0001-01-01T00:00:00+00:00\"}]", "schedule[0]")]
    [InlineData("schedule", null, "[{\"id\": 7, \"kind\": \"Birthday\"}]", "schedule[0]")]
    [InlineData("inbox", null, "[null]", "inbox[0]")]
    [InlineData("phones", StateFixture.Ada, "{\"received\": -1}", "phones." + StateFixture.Ada)]
    [InlineData(
        "phones", StateFixture.Ada, "{\"received\": 4, \"contacts\": [null, \"Ada\"]}", "phones." + StateFixture.Ada + ".contacts[0]")]
    [InlineData("media", null, "{\"track\": 0}", "media")]
    [InlineData("next_id", null, "1", "next_id")]
    [InlineData("undo", null, "{\"what\": \"x\", \"restore_notes\": [null]}", "undo")]
    [InlineData("cloud_spending", null, "{\"month\": null}", "cloud_spending.month")]
    public async Task Open_GarbageInOneDatum_LeavesThatOutByNameKeepsTheRestAndACopy(
        string part, string? inside, string garbage, string leftOut)
    {
        StateFixture.CopyTo(_folder.Path);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(_folder["state.json"]))!;
        if (inside is null) document[part] = JsonNode.Parse(garbage);
        else document[part]![inside] = JsonNode.Parse(garbage);
        var content = document.ToJsonString();
        await File.WriteAllTextAsync(_folder["state.json"], content);

        using var store = Open();

        Assert.Equal("state-damaged", store.Damage?.Code);
        Assert.Contains($"Left out: {leftOut}", store.Damage!.Message);
        if (part != "schedule") Assert.Equal("call mum", store.Current.Schedule[2].Label);
        Assert.Equal(part is "settings" && inside is null ? 50 : inside == "volume" ? 50 : 30, store.Current.Settings.Volume);
        Assert.Contains("Brigitte", store.Current.Contacts);
        Assert.Equal(content, await File.ReadAllTextAsync(_folder["state.damaged-20261122-170000.json"]));
        using var again = Open();
        Assert.Null(again.Damage);
    }

    // A byte that is no UTF-8 is read as a character that stands for it, and stops nothing.
    [Theory]
    [InlineData("\"computer\"", @"""\ud800""", "settings.wake_phrase")]
    [InlineData("\"Normal\"", @"""\ud800""", "settings.cloud_privacy")]
    [InlineData("\"buy oat milk\"", @"""milk \udc00""", "notes[0]")]
    [InlineData("\"See you at eight\"", @"""\ud83d eight""", "inbox[0]")]
    [InlineData("\"Mum\"", @"""\ud800""", "phones." + StateFixture.Ada + ".contacts[1]")]
    [InlineData("\"volume\"", @"""\ud800""", "what stands under a name that is no text")]
    public void Open_HalfACharacterInOneText_LeavesThatOutByNameKeepsTheRestAndACopy(string text, string garbage, string leftOut)
    {
        StateFixture.CopyTo(_folder.Path);
        var whole = File.ReadAllText(_folder["state.json"], Encoding.Latin1);
        var at = whole.IndexOf(text, StringComparison.Ordinal);
        var content = whole[..at] + garbage + whole[(at + text.Length)..];
        File.WriteAllText(_folder["state.json"], content, Encoding.Latin1);

        StateStore.Peek(_folder.Path, _time, out var told);
        using var store = Open();

        Assert.Contains($"Left out: {leftOut}.", told?.Message);
        Assert.Equal(told, store.Damage);
        Assert.Equal("call mum", store.Current.Schedule[2].Label);
        Assert.Contains("Brigitte", store.Current.Contacts);
        Assert.Equal(content, File.ReadAllText(_folder["state.damaged-20261122-170000.json"], Encoding.Latin1));
        using var again = Open();
        Assert.Null(again.Damage);
    }

    [Theory]
    [MemberData(nameof(Misplaced.Kinds), MemberType = typeof(Misplaced))]
    public async Task Open_NoFileInPlaceOfTheDocument_PutsItAsideUnopenedAndGoesOn(string kind)
    {
        Misplaced.Make(kind, _folder["state.json"]);

        await Misplaced.InTimeAsync(() => StateStore.Peek(_folder.Path, _time, out _));
        Assert.NotEqual(StoredKind.Nothing, StoredThing.Inspect(_folder["state.json"]));
        using var store = await Misplaced.InTimeAsync(Open);
        await store.UpdateAsync(now => now with { LastAnswer = "x" }, CancellationToken.None);

        Assert.Contains("it is no file", store.Damage?.Message);
        Assert.Contains(_folder["state.damaged-20261122-170000.json"], Directory.GetFileSystemEntries(_folder.Path));
        using var again = Open();
        Assert.Equal((null, "x"), (again.Damage, again.Current.LastAnswer));
    }

    [Fact]
    public void Open_DamagedTwiceInASecond_KeepsBothCopies()
    {
        for (var i = 0; i < 2; i++)
        {
            File.WriteAllText(_folder["state.json"], $"garbage {i}");
            Open().Dispose();
        }

        Assert.Equal("garbage 0", File.ReadAllText(_folder["state.damaged-20261122-170000.json"]));
        Assert.Equal("garbage 1", File.ReadAllText(_folder["state.damaged-20261122-170000-2.json"]));
    }

    [Fact]
    public async Task RefreshAsync_APipeCameInItsPlace_FailsInsteadOfWaiting()
    {
        using var store = Open();
        Misplaced.Make("pipe", _folder["state.json"]);

        var failure = (await Misplaced.InTimeAsync(() => store.RefreshAsync(CancellationToken.None).AsTask()).Unwrap()).Failure;

        Assert.Equal("state-damaged", failure?.Code);
    }

    [Fact]
    public async Task Open_DocumentOfAProgramThatKnewLess_GetsWhatAFreshOneSays()
    {
        await File.WriteAllTextAsync(_folder["state.json"], "{\"settings\": {\"volume\": 20}, \"phones\": {\"aa\": {\"received\": 3}}}");

        using var store = Open();

        Assert.Null(store.Damage);
        Assert.Equal((20, 60), (store.Current.Settings.Volume, store.Current.Settings.Brightness));
        Assert.Empty(store.Current.Settings.Denied);
        Assert.Empty(store.Current.Notes);
        Assert.Equal(3, store.Current.Phones["aa"].Received);
        Assert.Empty(store.Current.Contacts);
        Assert.Equal((1, 1), (store.Current.NextId, store.Current.Version));
    }

    [Fact]
    public async Task Peek_DamagedDocument_SaysSoAndTouchesNothing()
    {
        await File.WriteAllTextAsync(_folder["state.json"], "{\"settings\": {\"volume\": \"loud\", \"brightness\": 7}}");

        var state = StateStore.Peek(_folder.Path, _time, out var failure);

        Assert.Equal(("state-damaged", 50, 7), (failure?.Code, state.Settings.Volume, state.Settings.Brightness));
        Assert.Equal(["state.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Open_NewerLayout_IsRefusedAndLeftAlone()
    {
        await File.WriteAllTextAsync(_folder["state.json"], "{\"version\": 99}");

        Assert.Equal("state-version-newer", StateStore.Open(_folder.Path, _time).Failure!.Code);
        Assert.True(File.Exists(_folder["state.json"]));
    }

    [Fact]
    public async Task UpdateAsync_LockHeldTooLong_IsBusy()
    {
        using var store = Open();
        using var held = new FileStream(_folder["state.lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var update = store.UpdateAsync(now => now with { NextId = 5 }, CancellationToken.None).AsTask();
        while (!update.IsCompleted)
        {
            await Task.Run(() => _time.Advance(TimeSpan.FromMilliseconds(500)));
        }

        Assert.Equal("state-busy", (await update).Failure!.Code);
    }

    [Theory]
    [InlineData("/state", "/home/me", "/state/edge-runtime")]
    [InlineData("relative", "/home/me", "/home/me/.local/state/edge-runtime")]
    [InlineData(null, "/home/me", "/home/me/.local/state/edge-runtime")]
    public void DefaultFolder_Environment_FollowsTheSpecification(string? state, string home, string expected) =>
        Assert.Equal(expected, StateStore.DefaultFolder(name => name == "XDG_STATE_HOME" ? state : home));

    private static GlassesState Everything(GlassesState now) => now with
    {
        NextId = 7,
        Settings = now.Settings with { DoNotDisturb = true, DoNotDisturbUntil = DateTimeOffset.UnixEpoch, Denied = [Permission.Calls] },
        Schedule =
        [
            new ScheduledEntry(1, ScheduledKind.Timer, DateTimeOffset.UnixEpoch)
            {
                Length = TimeSpan.FromSeconds(90), RingingSince = DateTimeOffset.UnixEpoch,
            },
            new ScheduledEntry(2, ScheduledKind.Reminder, null, "buy \"milk\""),
        ],
        Notes = [new Note(3, "Grüße 😀", DateTimeOffset.UnixEpoch)],
        Phones = new Dictionary<string, PhoneProgress> { ["one"] = new(3) { Contacts = ["Anna"] } },
        Media = new MediaState(true, 4),
        RecordingSince = DateTimeOffset.UnixEpoch,
        Undo = new UndoEntry("taking a note") { DropNotes = [3] },
    };

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private StateStore Open() => StateStore.Open(_folder.Path, _time).Value!;
}
