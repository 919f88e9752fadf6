using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Device.Actions;
using TestKit;

namespace Device.Tests.Actions;

public sealed class AlarmClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero));
    private readonly StateStore _state;
    private readonly AlarmClock _clock;

    public AlarmClockTests()
    {
        _state = StateStore.Open(_folder.Path, _time).Value!;
        _clock = new AlarmClock(_state, _time, new AlarmClockOptions());
    }

    public void Dispose()
    {
        _state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RingAsync_NobodyStopsIt_RingsForFiveMinutesAndIsMissed()
    {
        await AddAsync(ScheduledKind.Timer, TimeSpan.FromMinutes(5));
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();

        var first = await NextAsync(rings);
        var began = _time.GetTimestamp();
        var ring = first;
        while (ring.Kind == RingKind.Ring) ring = await NextAsync(rings);
        var rang = _time.GetElapsedTime(began);
        await AfterAsync(rings);

        Assert.Equal((RingKind.Ring, "Your 5 minute timer is done.", 1), (first.Kind, first.Text, first.Number));
        Assert.Equal((RingKind.Missed, "You missed your 5 minute timer, which ended at 5:05 PM."), (ring.Kind, ring.Text));
        Assert.InRange(rang, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.2));
        Assert.Empty(_state.Current.Schedule);
        Assert.Single(_state.Current.Missed);
        Assert.False(_clock.Rings);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task RingAsync_TheClockIsSet_ATimerRingsWhenItsLengthIsOver(int minutes)
    {
        await AddAsync(ScheduledKind.Timer, TimeSpan.FromSeconds(30));
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = rings.MoveNextAsync().AsTask();
        var began = _time.GetTimestamp();
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        _time.Step(TimeSpan.FromMinutes(minutes));
        await NextAsync(next, rings);

        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Theory]
    [InlineData(ScheduledKind.Timer, -60)]
    [InlineData(ScheduledKind.Timer, 60)]
    [InlineData(ScheduledKind.Alarm, -60)]
    [InlineData(ScheduledKind.Alarm, 60)]
    public async Task RingAsync_TheClockIsSetWhileItRings_RingsOnForAsLong(ScheduledKind kind, int minutes)
    {
        await AddAsync(kind, TimeSpan.FromSeconds(30));
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();
        var ring = await NextAsync(rings);
        var began = _time.GetTimestamp();

        _time.Step(TimeSpan.FromMinutes(minutes));
        while (ring.Kind == RingKind.Ring) ring = await NextAsync(rings);

        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.2));
    }

    [Fact]
    public async Task RingAsync_TheClockIsSet_TheMomentOnDiskFollows()
    {
        await AddAsync(ScheduledKind.Timer, TimeSpan.FromMinutes(5));
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = rings.MoveNextAsync().AsTask();

        _time.Step(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.False(next.IsCompleted);
        Assert.InRange(
            Assert.Single(_state.Current.Schedule).Due!.Value - _time.GetUtcNow(), TimeSpan.FromSeconds(298), TimeSpan.FromSeconds(300));
        await NextAsync(next, rings);
    }

    [Fact]
    public async Task RingAsync_TheZoneChanges_AnAlarmRingsWhenTheNewClockShowsIt()
    {
        var clock = new GlassesClock(_time);
        var seven = _time.GetUtcNow().AddHours(2); // 7 PM in UTC
        await _state.UpdateAsync(
            now => ScheduleChanges.Add(now, clock.On(new ScheduledEntry(0, ScheduledKind.Alarm, null), seven)), CancellationToken.None);
        _time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")); // it is 6 PM there
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();
        var began = _time.GetTimestamp();

        var ring = await NextAsync(rings);

        Assert.Equal("It's 7 PM, time for your alarm.", ring.Text);
        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task RingAsync_PutOff_SaysSoAndRingsAgain()
    {
        await AddAsync(ScheduledKind.Alarm, TimeSpan.FromMinutes(1));
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();
        await NextAsync(rings);

        await _state.UpdateAsync(
            now => ScheduleChanges.Snooze(now, new GlassesClock(_time), TimeSpan.FromMinutes(10)), CancellationToken.None);
        var began = _time.GetTimestamp();
        var over = await NextAsync(rings);
        Assert.Equal((RingKind.Snooze, 1), (over.Kind, over.Number));
        var again = await NextAsync(rings);

        Assert.Equal((RingKind.Ring, 1), (again.Kind, again.Number));
        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.2));
    }

    [Fact]
    public async Task RingAsync_BeforeTheTime_IsSilent()
    {
        await AddAsync(ScheduledKind.Timer, TimeSpan.FromMinutes(5));
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();

        var next = rings.MoveNextAsync().AsTask();
        await AdvanceAsync(TimeSpan.FromSeconds(299));

        Assert.False(next.IsCompleted);
        await NextAsync(next, rings);
    }

    [Fact]
    public async Task RingAsync_StoppedWhileRinging_RingsNoMore()
    {
        await AddAsync(ScheduledKind.Alarm, TimeSpan.FromMinutes(1));
        await AddAsync(ScheduledKind.Reminder, TimeSpan.FromMinutes(2), "drink");
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();

        var alarm = await NextAsync(rings);
        await _state.UpdateAsync(now => ScheduleChanges.Remove(now, entry => entry.RingingSince is not null), CancellationToken.None);
        var stopped = await NextAsync(rings);
        var next = await NextAsync(rings);

        Assert.Equal((ScheduledKind.Alarm, RingKind.Ring), (alarm.Entry.Kind, alarm.Kind));
        Assert.Equal((alarm.Entry.Id, RingKind.Stop), (stopped.Entry.Id, stopped.Kind));
        Assert.Equal("Reminder: drink.", next.Text);
    }

    [Fact]
    public async Task RingAsync_SetByAnotherProcess_RingsToo()
    {
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = rings.MoveNextAsync().AsTask();
        using var other = StateStore.Open(_folder.Path, _time).Value!;
        await other.UpdateAsync(
            now => ScheduleChanges.Add(now, new ScheduledEntry(0, ScheduledKind.Reminder, _time.GetUtcNow().AddSeconds(3), "look up")),
            CancellationToken.None);

        Assert.Equal("Reminder: look up.", (await NextAsync(next, rings)).Text);
    }

    [Fact]
    public async Task RingAsync_ReminderDuringDoNotDisturb_WaitsUntilItIsOver()
    {
        var end = _time.GetUtcNow().AddMinutes(30);
        await _state.UpdateAsync(
            now => now with { Settings = now.Settings with { DoNotDisturb = true, DoNotDisturbUntil = end } }, CancellationToken.None);
        await AddAsync(ScheduledKind.Reminder, TimeSpan.FromMinutes(1), "drink");
        var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator();

        await NextAsync(rings);

        Assert.InRange(_time.GetUtcNow(), end, end.AddSeconds(2));
    }

    [Fact]
    public async Task MissedAsync_DueWhileOff_IsAnnouncedUntilEnded()
    {
        await AddAsync(ScheduledKind.Timer, TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromHours(1));

        var missed = Assert.Single((await _clock.MissedAsync(CancellationToken.None)).Value!);
        Assert.Equal("While I was off, your 5 minute timer ended at 5:05 PM.", missed.Text);
        Assert.Single((await _clock.MissedAsync(CancellationToken.None)).Value!);

        await _clock.EndAsync(missed.Entry, CancellationToken.None);
        Assert.Empty((await _clock.MissedAsync(CancellationToken.None)).Value!);
    }

    [Fact]
    public async Task MissedAsync_KilledWhileRinging_IsStillAnnounced()
    {
        await AddAsync(ScheduledKind.Alarm, TimeSpan.FromMinutes(5));
        await using (var rings = _clock.RingAsync(CancellationToken.None).GetAsyncEnumerator())
        {
            await NextAsync(rings); // rings, and the process dies before anybody heard it
        }

        var next = new AlarmClock(_state, _time, new AlarmClockOptions());

        Assert.Single((await next.MissedAsync(CancellationToken.None)).Value!);
    }

    [Fact]
    public async Task MissedAsync_NotYetDue_IsNotMissed()
    {
        await AddAsync(ScheduledKind.Alarm, TimeSpan.FromMinutes(5));

        Assert.Empty((await _clock.MissedAsync(CancellationToken.None)).Value!);
    }

    private async Task AddAsync(ScheduledKind kind, TimeSpan after, string? label = null) => await _state.UpdateAsync(
        now => ScheduleChanges.Add(now, EntryOf(kind, after, label)), CancellationToken.None);

    private ScheduledEntry EntryOf(ScheduledKind kind, TimeSpan after, string? label)
    {
        var (clock, entry) = (new GlassesClock(_time), new ScheduledEntry(0, kind, null, label));
        return kind == ScheduledKind.Alarm ? clock.On(entry, _time.GetUtcNow() + after) : clock.After(entry with { Length = after }, after);
    }

    private Task<Ring> NextAsync(IAsyncEnumerator<Outcome<Ring>> rings) => NextAsync(rings.MoveNextAsync().AsTask(), rings);

    private async Task<Ring> NextAsync(Task<bool> next, IAsyncEnumerator<Outcome<Ring>> rings)
    {
        for (var i = 0; i < 100_000 && !next.IsCompleted; i++)
        {
            await AdvanceAsync(TimeSpan.FromMilliseconds(500));
        }

        Assert.True(await next);
        Assert.True(rings.Current.TryGet(out var ring, out var failure), failure?.Message);
        return ring;
    }

    // What follows the last ring happens when the next one is asked for.
    private async Task AfterAsync(IAsyncEnumerator<Outcome<Ring>> rings)
    {
        var next = rings.MoveNextAsync().AsTask();
        for (var i = 0; i < 100_000 && _state.Current.Schedule.Count > 0; i++)
        {
            await AdvanceAsync(TimeSpan.FromMilliseconds(500));
        }

        Assert.False(next.IsCompleted);
    }

    // On a pool thread the clock's continuations run inside the advance, so that every step is over when it returns.
    private Task AdvanceAsync(TimeSpan by) => Task.Run(() => _time.Advance(by));
}
