using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Reports;

namespace Device.Tests;

/// <summary>What the program of commit 0805ca6 kept means the same to this one, before and after a change.</summary>
public sealed class KeptStateTests
{
    [Fact]
    public void State_OfAnEarlierProgram_MeansTheSame()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);

        using var store = StateStore.Open(folder.Path, TimeProvider.System).Value!;

        Assert.Null(store.Damage);
        AssertMeaning(store.Current);
        Assert.Equal(30, store.Current.Settings.Volume);
    }

    [Fact]
    public async Task State_OfAnEarlierProgram_ChangedOnce_KeepsAllElse()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);

        using (var store = StateStore.Open(folder.Path, TimeProvider.System).Value!)
        {
            Assert.Null((await store.UpdateAsync(now => now with { Settings = now.Settings with { Volume = 31 } }, default)).Failure);
        }

        using var again = StateStore.Open(folder.Path, TimeProvider.System).Value!;
        AssertMeaning(again.Current);
        Assert.Equal(31, again.Current.Settings.Volume);
    }

    [Fact]
    public void Bonds_OfAnEarlierProgram_ProveThemselvesAsBefore()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);

        var bonds = BondBook.Open(folder.Path, new PairingOptions(), TimeProvider.System).Value!;

        Assert.Equal(("6edbdfcb98103f73", "Glasses"), (bonds.Glasses, bonds.Name));
        Assert.Equal(
            [(StateFixture.Ada, "Ada's phone"), (StateFixture.Old, "Old phone")], bonds.Bonds.Select(bond => (bond.Id, bond.Name)));
        Assert.Equal("eZjUtSNo79ozOdG66DmzIWFf/narIiEu7Uhybl9hX9A=", Convert.ToBase64String(bonds.Find(StateFixture.Ada)!.Key));
        Assert.Equal("5iAj57P/F5GOknSbObkwb0zRW5EIMQN9FVDkX22Q8Jk=", Convert.ToBase64String(bonds.Find(StateFixture.Old)!.Key));
        Assert.Equal(
            new DateTimeOffset(2026, 11, 29, 20, 29, 9, TimeSpan.Zero), bonds.Find(StateFixture.Ada)!.Paired, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(StateFixture.Ada)]
    [InlineData(StateFixture.Old)]
    public void Outbox_OfAnEarlierProgram_HoldsTheNote(string bond)
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);

        var outbox = PhoneOutbox.Open(folder.Path, bond, new OutboxOptions()).Value!;

        Assert.Equal((1L, 0L, 1), (outbox.Last, outbox.Done, outbox.Count));
        Assert.Contains("buy oat milk", System.Text.Encoding.UTF8.GetString(outbox.After(0, 32).Single().Message));
    }

    [Fact]
    public void CloudAccount_OfAnEarlierProgram_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);

        Assert.Equal(
            new CloudAccount(new Uri("http://127.0.0.1:9/"), "fixture-key-0805ca6", null), new CloudAccountFile(folder.Path).Read().Value);
    }

    [Fact]
    public void WaitingWish_OfAnEarlierProgram_StillWaits()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);

        var wish = new DeferredQueue(folder.Path, new DeferredOptions()).Entries().Single().Value!;

        Assert.Equal("please explain to me in a few plain words why the sky is blue at noon and red in the evening", wish.Text);
        Assert.Equal("d34c029424e87c9b707393792f0ddf6b", wish.Key);
        Assert.Equal(
            ("d34c029424e87c9b707393792f0ddf6b", new DateTimeOffset(2026, 11, 29, 20, 39, 8, TimeSpan.Zero)),
            (wish.TraceId, wish.At.AddTicks(-(wish.At.Ticks % TimeSpan.TicksPerSecond))));
    }

    [Theory]
    [InlineData("volume", "Local")]
    [InlineData("note", "Local")]
    [InlineData("time", "Local")]
    [InlineData("waiting", "Cloud,Queue")]
    public void Trace_OfAnEarlierProgram_DecidesTheSameAgain(string trace, string routes)
    {
        var replays = RouteReplay.Read(TraceReader.Read(StateFixture.Trace(trace)).Value!).Value!;

        Assert.All(replays, replay => Assert.True(replay.IsSame));
        Assert.Equal(routes, string.Join(',', replays.Select(replay => replay.RecordedRoute)));
    }

    private static void AssertMeaning(GlassesState state)
    {
        var settings = state.Settings;
        Assert.Equal((60, false, true, false), (settings.Brightness, settings.Muted, settings.DoNotDisturb, settings.LocalOnly));
        Assert.Equal(
            (true, PrivacyClass.Normal, 2.50m, "computer"),
            (settings.CloudConsent, settings.CloudPrivacy, settings.CloudBudget, settings.WakePhrase));
        Assert.Equal([Permission.Camera], settings.Denied);
        Assert.Equal([new Note(1, "buy oat milk", state.Notes[0].Created)], state.Notes);
        Assert.Equal(
            [(2, ScheduledKind.Alarm, null), (3, ScheduledKind.Timer, null), (4, ScheduledKind.Reminder, "call mum")],
            state.Schedule.Select(entry => (entry.Id, entry.Kind, entry.Label)));
        Assert.Equal(
            (new DateTimeOffset(2026, 11, 30, 7, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(10)),
            (state.Schedule[0].Due, state.Schedule[1].Length));
        Assert.Equal([new PhoneMessage("Peter", "See you at eight") { Bond = StateFixture.Ada }], state.Inbox);
        Assert.Equal(["Ada Lovelace", "Mum", "Peter", "Brigitte"], state.Contacts);
        Assert.Equal(["Morning run"], state.Playlists);
        Assert.Equal(
            (4L, 1, null),
            (state.Phones[StateFixture.Ada].Received, state.Phones[StateFixture.Ada].NoteId, state.Phones[StateFixture.Ada].Media));
        Assert.Equal(
            (1L, 1, null),
            (state.Phones[StateFixture.Old].Received, state.Phones[StateFixture.Old].NoteId, state.Phones[StateFixture.Old].Media));
        Assert.Equal(5, state.NextId);
    }
}
