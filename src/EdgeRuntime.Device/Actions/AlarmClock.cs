using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>Rings what is due and finds what was missed. An entry leaves the state only after it was announced, so that a kill in between
/// makes it heard twice rather than never. Follows jumps of the wall clock within <see cref="AlarmClockOptions.Poll"/>. One reader.</summary>
/// <param name="state">Where the entries are.</param>
/// <param name="time">Wall clock.</param>
/// <param name="options">How it rings.</param>
public sealed class AlarmClock(IGlassesState state, TimeProvider time, AlarmClockOptions options)
{
    private readonly Dictionary<int, Ringing> _ringing = [];

    /// <summary>What became due, or was still ringing, while nothing ran, oldest first. Call once at the start, before <see cref="RingAsync"/>;
    /// announce each, then <see cref="EndAsync"/> it.</summary>
    public async ValueTask<Outcome<IReadOnlyList<Ring>>> MissedAsync(CancellationToken cancellationToken)
    {
        var read = await state.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var now, out var failure))
        {
            return failure;
        }

        return now.Schedule.Where(entry => IsDue(entry, now)).OrderBy(entry => entry.Due)
            .Select(entry => new Ring(entry, 0, RingText.Missed(entry, time.GetUtcNow(), time.LocalTimeZone), IsLast: true)).ToArray();
    }

    /// <summary>Ends an entry that was announced.</summary>
    public ValueTask<Outcome<GlassesState>> EndAsync(ScheduledEntry entry, CancellationToken cancellationToken) =>
        state.UpdateAsync(now => ScheduleChanges.Remove(now, other => other.Id == entry.Id), cancellationToken);

    /// <summary>Every ring, as it is due, until cancelled; what was yielded counts as announced when the next one is asked for.
    /// An entry that the wearer stops rings no more. A failure is a state that could not be read or written; the clock goes on.</summary>
    public async IAsyncEnumerable<Outcome<Ring>> RingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? reported = null;
        while (true)
        {
            var read = await state.RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (read.Failure is { } unreadable && unreadable.Code != reported)
            {
                yield return unreadable;
            }

            reported = read.Failure?.Code;
            Forget(state.Current);
            foreach (var entry in state.Current.Schedule.Where(IsToRing).ToArray())
            {
                var ring = Next(entry);
                var marked = await MarkAsync(ring, cancellationToken).ConfigureAwait(false);
                yield return ring;
                var kept = marked ?? await FinishAsync(ring, cancellationToken).ConfigureAwait(false);
                if (kept is not null)
                {
                    yield return kept;
                }
            }

            await Task.Delay(UntilNext(state.Current), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Forget(GlassesState now)
    {
        var due = now.Schedule.ToDictionary(entry => entry.Id, entry => entry.Due);
        foreach (var (id, ringing) in _ringing.ToArray())
        {
            if (!due.TryGetValue(id, out var moment) || moment != ringing.Due)
            {
                _ringing.Remove(id); // stopped, or changed by another process
            }
        }
    }

    private bool IsToRing(ScheduledEntry entry) => _ringing.TryGetValue(entry.Id, out var ringing)
        ? !ringing.Done && ringing.Next <= time.GetUtcNow()
        : IsDue(entry, state.Current);

    private Ring Next(ScheduledEntry entry)
    {
        var number = _ringing.GetValueOrDefault(entry.Id).Number + 1;
        var last = number >= options.Rings || entry.Kind is not (ScheduledKind.Timer or ScheduledKind.Alarm);
        _ringing[entry.Id] = new Ringing(entry.Due!.Value, number, time.GetUtcNow() + options.RingEvery, last);
        return new Ring(entry, number, RingText.Due(entry, time.LocalTimeZone), last);
    }

    // Marked before the first ring, so that "stop" finds it.
    private async ValueTask<Failure?> MarkAsync(Ring ring, CancellationToken cancellationToken) => ring.Number > 1
        ? null
        : (await state.UpdateAsync(now => ScheduleChanges.Ring(now, ring.Entry.Id, time.GetUtcNow()), cancellationToken).ConfigureAwait(false)).Failure;

    private async ValueTask<Failure?> FinishAsync(Ring ring, CancellationToken cancellationToken) =>
        ring.IsLast ? (await EndAsync(ring.Entry, cancellationToken).ConfigureAwait(false)).Failure : null;

    private bool IsDue(ScheduledEntry entry, GlassesState now) =>
        entry.Due <= time.GetUtcNow()
        && (entry.Kind != ScheduledKind.Reminder || !now.Settings.IsQuiet(time.GetUtcNow()));

    private TimeSpan UntilNext(GlassesState now)
    {
        var next = now.Schedule.Where(entry => !_ringing.ContainsKey(entry.Id)).Select(entry => entry.Due ?? DateTimeOffset.MaxValue)
            .Concat(_ringing.Values.Where(ringing => !ringing.Done).Select(ringing => ringing.Next))
            .DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        var wait = next - time.GetUtcNow();

        // What is due but held back by do not disturb must not make this loop spin.
        return wait > TimeSpan.Zero && wait < options.Poll ? wait : options.Poll;
    }

    private readonly record struct Ringing(DateTimeOffset Due, int Number, DateTimeOffset Next, bool Done);
}
