using EdgeRuntime.Assistant.Tools.Scheduling;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

public sealed class RingToolsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Snooze_AnAlarmThatRings_RingsAgainInTenMinutes()
    {
        Ring(ScheduledKind.Alarm);

        Assert.Equal("Snoozed for 10 minutes.", await _bench.SayAsync("Snooze"));
        var entry = Assert.Single(_bench.State.Current.Schedule);
        Assert.Null(entry.RingingSince);
        Assert.Equal(_bench.Time.GetUtcNow().AddMinutes(10), entry.Due);
    }

    [Fact]
    public async Task Snooze_ForALength_RingsAgainThen()
    {
        Ring(ScheduledKind.Timer);

        Assert.Equal("Snoozed for 3 minutes.", await _bench.SayAsync("Snooze", ("duration", Seconds(180))));
        Assert.Equal(_bench.Time.GetUtcNow().AddMinutes(3), Assert.Single(_bench.State.Current.Schedule).Due);
    }

    [Fact]
    public async Task Snooze_NothingRings_SaysSo() => Assert.StartsWith("[ring-nothing]", await _bench.SayAsync("Snooze"));

    [Fact]
    public async Task CancelTimer_OneOfTwoRings_MeansThatOne()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(7200)));
        Ring(ScheduledKind.Timer);

        Assert.Equal("I cancelled your 5 minute timer.", await _bench.SayAsync("CancelTimer"));
        Assert.Single(_bench.State.Current.Schedule);
    }

    private void Ring(ScheduledKind kind)
    {
        var now = _bench.Time.GetUtcNow();
        var entry = new ScheduledEntry(0, kind, now) { Length = TimeSpan.FromMinutes(5), RingingSince = now };
        _bench.State.Current = ScheduleChanges.Add(_bench.State.Current, entry);
    }
}
