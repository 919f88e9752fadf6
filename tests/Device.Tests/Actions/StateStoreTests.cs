using CsCheck;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Actions;

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
            new ScheduledEntry(1, ScheduledKind.Timer, DateTimeOffset.UnixEpoch) { Length = TimeSpan.FromSeconds(90), RingingSince = DateTimeOffset.UnixEpoch },
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
