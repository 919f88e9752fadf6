using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Device.Speaking;

namespace EdgeRuntime.Device.Actions;

/// <summary>Rings and says what is due and what was missed, and does what the camera was told to do later,
/// while <c>run</c> is running. What is stopped or put off falls silent at once,
/// and a ring is silent while the wearer is listened to.</summary>
/// <param name="clock">Knows what is due.</param>
/// <param name="tools">Carry out what was planned, under today's permissions.</param>
/// <param name="state">Settings, and what still rings.</param>
/// <param name="speaker">Sounds and says it.</param>
/// <param name="watch">Told of each ring and of what came of it; must return at once.</param>
/// <param name="report">Takes what could not be said or kept.</param>
public sealed class RingAnnouncer(
    AlarmClock clock, ToolRegistry tools, IGlassesState state, SpeakerQueue speaker, Action<Ring> watch, Action<Failure> report)
{
    private static readonly Dictionary<string, SlotValue> NoSlots = [];

    private readonly Lock _lock = new();
    private CancellationTokenSource? _sound; // of the ring that is heard
    private int _sounding; // its entry
    private bool _isHushed;

    /// <summary>Silent while the wearer is listened to and answered, then heard again; any thread.</summary>
    public void Hush(bool on)
    {
        lock (_lock)
        {
            _isHushed = on;
            if (on) _sound?.Cancel();
        }
    }

    /// <summary>Says what was missed, once, then rings until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        state.Changed += SilenceWhatEnded;
        try
        {
            await AnnounceMissedAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var due in clock.RingAsync(cancellationToken).ConfigureAwait(false))
            {
                if (due.TryGet(out var ring, out var failure)) await AnnounceAsync(ring, cancellationToken).ConfigureAwait(false);
                else report(failure);
            }
        }
        finally
        {
            state.Changed -= SilenceWhatEnded;
        }
    }

    private async ValueTask AnnounceMissedAsync(CancellationToken cancellationToken)
    {
        var missed = await clock.MissedAsync(cancellationToken).ConfigureAwait(false);
        if (!missed.TryGet(out var rings, out var failure))
        {
            report(failure);
            return;
        }

        foreach (var ring in rings)
        {
            var saved = ring.Entry.Kind == ScheduledKind.VideoEnd
                ? await UseAsync("StopVideo", cancellationToken).ConfigureAwait(false)
                : string.Empty;
            watch(ring);
            Report(await speaker.SayAsync(SentenceSplitter.Split($"{ring.Text} {saved}"), cancellationToken).ConfigureAwait(false));
            var ended = await clock.EndAsync(ring.Entry, cancellationToken).ConfigureAwait(false);
            if (ended.Failure is { } unkept)
            {
                report(unkept);
            }
        }
    }

    private async ValueTask AnnounceAsync(Ring ring, CancellationToken cancellationToken)
    {
        var text = ring.Entry.Kind switch
        {
            ScheduledKind.Photo => await UseAsync("TakePhoto", cancellationToken).ConfigureAwait(false),
            ScheduledKind.VideoEnd => await UseAsync("StopVideo", cancellationToken).ConfigureAwait(false),
            _ => ring.Text,
        };
        if (ring.Kind != RingKind.Ring || ring.Number == 1) watch(ring with { Text = text });
        if (ring.Kind != RingKind.Ring) return; // the wearer ended it, or is told at the next turn
        if (ring.Entry.Kind is not (ScheduledKind.Photo or ScheduledKind.VideoEnd))
        {
            await SoundAsync(ring, cancellationToken)
            .ConfigureAwait(false);
        }
        else
        {
            Report(await speaker.SayAsync(SentenceSplitter.Split(text), cancellationToken).ConfigureAwait(false));
        }
    }

    private async ValueTask SoundAsync(Ring ring, CancellationToken cancellationToken)
    {
        using var sound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
        {
            if (_isHushed && ring.Insists) return; // it rings again; what is said once waits for its turn
            (_sound, _sounding) = (ring.Insists ? sound : null, ring.Entry.Id);
        }

        try
        {
            Report(await speaker.RingAsync(SentenceSplitter.Split(ring.Text), sound.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stopped, put off, or the wearer is listened to.
        }
        finally
        {
            lock (_lock) _sound = null;
        }
    }

    private void SilenceWhatEnded()
    {
        lock (_lock)
        {
            if (_sound is { } sound && !state.Current.Schedule.Any(entry => entry.Id == _sounding && ScheduleChanges.Rings(entry)))
            {
                sound.Cancel();
            }
        }
    }

    private async ValueTask<string> UseAsync(string tool, CancellationToken cancellationToken)
    {
        var done = await tools.RunAsync(tool, NoSlots, state.Current.Settings, cancellationToken).ConfigureAwait(false);
        return done.TryGet(out var result, out var failure) ? result.Answer : failure.Message;
    }

    private void Report(Outcome<SpokenAnswer> said)
    {
        if (said.Failure is { } failure) report(failure);
    }
}
