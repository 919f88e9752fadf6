using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Device.Actions;

/// <summary>Rings what is due and finds what was missed. An entry leaves the schedule only after it was announced,
/// so that a kill in between makes it heard twice rather than never. A change of the wall clock or of the zone is noticed within
/// <see cref="AlarmClockOptions.Poll"/>. One reader.</summary>
/// <param name="state">Where the entries are.</param>
/// <param name="options">How it rings.</param>
public sealed class AlarmClock(IGlassesState state, TimeProvider time, AlarmClockOptions options)
{
    private readonly Dictionary<int, Ringing> _ringing = [];
    private readonly GlassesClock _clock = new(time);
    private volatile bool _rings;

    /// <summary>True while something rings that can be stopped; any thread.</summary>
    public bool Rings => _rings;

    /// <summary>What became due, or was still ringing, while nothing ran, oldest first. Call once at the start,
    /// before <see cref="RingAsync"/>; announce each, then <see cref="EndAsync"/> it.</summary>
    public async ValueTask<Outcome<IReadOnlyList<Ring>>> MissedAsync(CancellationToken cancellationToken)
    {
        var read = await state.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var now, out var failure))
        {
            return failure;
        }

        return now.Schedule.Where(entry => IsDue(entry, now)).OrderBy(entry => _clock.Until(entry))
            .Select(entry => new Ring(RingKind.Missed, entry, 0, RingText.Missed(entry, _clock))).ToArray();
    }

    /// <summary>Ends an entry that was announced.</summary>
    public ValueTask<Outcome<GlassesState>> EndAsync(ScheduledEntry entry, CancellationToken cancellationToken) =>
        state.UpdateAsync(now => ScheduleChanges.Remove(now, other => other.Id == entry.Id), cancellationToken);

    /// <summary>Every ring, as it is due, and what comes of it, until cancelled;
    /// what was yielded counts as announced when the next one is asked for. An entry that the wearer stops or puts off rings no more. A
    /// failure is a state that could not be read or written; the clock goes on.</summary>
    public async IAsyncEnumerable<Outcome<Ring>> RingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? reported = null;
        while (true)
        {
            var trouble = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (trouble is not null && trouble.Code != reported) yield return trouble;
            reported = trouble?.Code;
            foreach (var over in Over()) yield return over;
            foreach (var entry in state.Current.Schedule.Where(IsToRing).ToArray())
            {
                var ring = Next(entry);
                var marked = await MarkAsync(ring, cancellationToken).ConfigureAwait(false);
                yield return ring;
                var kept = marked ?? await FinishAsync(ring, cancellationToken).ConfigureAwait(false);
                if (kept is not null) yield return kept;
            }

            _rings = _ringing.Values.Any(ringing => !ringing.Done);
            await Task.Delay(UntilNext(state.Current), time, cancellationToken).ConfigureAwait(false);
        }
    }

    // What other processes have written, and what the wall clock has become.
    private async ValueTask<Failure?> LookAsync(CancellationToken cancellationToken)
    {
        var read = await state.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (read.Failure is not null || ReferenceEquals(ScheduleTimes.Reconciled(state.Current, _clock), state.Current))
        {
            return read.Failure;
        }

        return (await state.UpdateAsync(now => ScheduleTimes.Reconciled(now, _clock), cancellationToken).ConfigureAwait(false)).Failure;
    }

    // What the wearer has ended, here or in another process.
    private List<Ring> Over()
    {
        var over = new List<Ring>();
        foreach (var (id, ringing) in _ringing.ToArray())
        {
            var entry = state.Current.Schedule.FirstOrDefault(entry => entry.Id == id);
            if (entry is not null && (entry.RingingSince is not null || !ringing.IsMarked)) continue;
            _ringing.Remove(id);
            if (!ringing.Done)
            {
                over.Add(new Ring(entry is null ? RingKind.Stop : RingKind.Snooze, entry ?? ringing.Entry, ringing.Number, string.Empty));
            }
        }

        return over;
    }

    private bool IsToRing(ScheduledEntry entry) => _ringing.TryGetValue(entry.Id, out var ringing)
        ? !ringing.Done && time.GetElapsedTime(ringing.Rang) >= options.RingEvery
        : IsDue(entry, state.Current);

    private Ring Next(ScheduledEntry entry)
    {
        var now = time.GetTimestamp();
        var before = _ringing.GetValueOrDefault(entry.Id) ?? new Ringing(entry, 0, now, now);
        if (before.Number > 0 && time.GetElapsedTime(before.Began) >= options.RingFor)
        {
            _ringing[entry.Id] = before with { Done = true };
            return new Ring(RingKind.Missed, entry, before.Number, ScheduleText.Missed(entry, _clock));
        }

        var ring = new Ring(RingKind.Ring, entry, before.Number + 1, RingText.Due(entry, _clock.Zone));
        _ringing[entry.Id] = before with { Number = ring.Number, Rang = now, Done = !ring.Insists };
        _rings |= ring.Insists;
        return ring;
    }

    // Marked before the first ring, so that "stop" finds it.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when it began to ring")]
    private async ValueTask<Failure?> MarkAsync(Ring ring, CancellationToken cancellationToken)
    {
        if (ring.Number != 1 || ring.Kind != RingKind.Ring) return null;
        var marked = await state.UpdateAsync(now => ScheduleChanges.Ring(now, ring.Entry.Id, _clock.WallNow), cancellationToken)
            .ConfigureAwait(false);
        _ringing[ring.Entry.Id] = _ringing[ring.Entry.Id] with { IsMarked = marked.Failure is null };
        return marked.Failure;
    }

    private async ValueTask<Failure?> FinishAsync(Ring ring, CancellationToken cancellationToken) => ring switch
    {
        { Kind: RingKind.Missed } =>
            (await state.UpdateAsync(now => ScheduleChanges.Miss(now, ring.Entry.Id), cancellationToken).ConfigureAwait(false)).Failure,
        { Insists: false } => (await EndAsync(ring.Entry, cancellationToken).ConfigureAwait(false)).Failure,
        _ => null,
    };

    private bool IsDue(ScheduledEntry entry, GlassesState now) =>
        _clock.IsDue(entry) && (entry.Kind != ScheduledKind.Reminder || !_clock.IsQuiet(now.Settings));

    private TimeSpan UntilNext(GlassesState now)
    {
        var wait = now.Schedule.Where(entry => !_ringing.ContainsKey(entry.Id)).Select(entry => _clock.Until(entry) ?? TimeSpan.MaxValue)
            .Concat(
                _ringing.Values.Where(ringing => !ringing.Done).Select(ringing => options.RingEvery - time.GetElapsedTime(ringing.Rang)))
            .DefaultIfEmpty(TimeSpan.MaxValue).Min();

        // What is due but held back by do not disturb must not make this loop spin.
        return wait > TimeSpan.Zero && wait < options.Poll ? wait : options.Poll;
    }

    // Began and Rang are timestamps: a change of the wall clock neither shortens nor lengthens a ring.
    private sealed record Ringing(ScheduledEntry Entry, int Number, long Began, long Rang)
    {
        public bool Done { get; init; }

        public bool IsMarked { get; init; }
    }
}
