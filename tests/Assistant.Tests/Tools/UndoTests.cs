using EdgeRuntime.Assistant.Tools.Scheduling;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

public sealed class UndoTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Undo_AfterVolume_PutsItBack()
    {
        await _bench.SayAsync("SetVolume", ("percent", Percent(80)));

        Assert.Equal("Undone: setting the volume to 80 percent.", await _bench.SayAsync("Undo"));
        Assert.Equal(50, _bench.State.Current.Settings.Volume);
    }

    [Fact]
    public async Task Undo_AfterDeletingNotes_BringsThemBackInOrder()
    {
        await _bench.SayAsync("TakeNote", ("note", Words("first")));
        await _bench.SayAsync("TakeNote", ("note", Words("second")));
        await _bench.SayAsync("DeleteNotes");

        await _bench.SayAsync("Undo");

        Assert.Equal(["first", "second"], _bench.State.Current.Notes.Select(note => note.Text));
    }

    [Fact]
    public async Task Undo_AfterATimer_TakesOnlyThatTimerAway()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(60)));
        await _bench.SayAsync("SetTimer", ("duration", Seconds(120)));

        await _bench.SayAsync("Undo");

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(_bench.State.Current.Schedule).Length);
    }

    [Fact]
    public async Task Undo_WhenSomethingElseWasAddedSince_LeavesThat()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(60)));
        await _bench.SayAsync("CancelTimer");
        _bench.State.Current = ScheduleChanges.Add(
            _bench.State.Current, new ScheduledEntry(0, ScheduledKind.Alarm, _bench.Time.GetUtcNow()));

        await _bench.SayAsync("Undo");

        Assert.Equal([ScheduledKind.Timer, ScheduledKind.Alarm], _bench.State.Current.Schedule.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Undo_Twice_HasNothingLeft()
    {
        await _bench.SayAsync("Mute");
        await _bench.SayAsync("Undo");

        Assert.StartsWith("[undo-nothing]", await _bench.SayAsync("Undo"));
    }
}
