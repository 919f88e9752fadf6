using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>Says what is due and what was missed, and does what the camera was told to do later, while <c>run</c> is running.</summary>
/// <param name="clock">Knows what is due.</param>
/// <param name="tools">Carry out what was planned, under today's permissions.</param>
/// <param name="state">Settings.</param>
/// <param name="speaker">Says it.</param>
/// <param name="report">Takes what could not be said or kept.</param>
public sealed class RingAnnouncer(AlarmClock clock, ToolRegistry tools, IGlassesState state, ISpeaker speaker, Action<Failure> report)
{
    private static readonly Dictionary<string, SlotValue> NoSlots = [];

    /// <summary>Says what was missed, once, then rings until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await AnnounceMissedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var due in clock.RingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (due.TryGet(out var ring, out var failure))
            {
                await SayAsync(await TextAsync(ring, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                report(failure);
            }
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
            var saved = ring.Entry.Kind == ScheduledKind.VideoEnd ? await UseAsync("StopVideo", cancellationToken).ConfigureAwait(false) : string.Empty;
            await SayAsync($"{ring.Text} {saved}", cancellationToken).ConfigureAwait(false);
            var ended = await clock.EndAsync(ring.Entry, cancellationToken).ConfigureAwait(false);
            if (ended.Failure is { } unkept)
            {
                report(unkept);
            }
        }
    }

    private ValueTask<string> TextAsync(Ring ring, CancellationToken cancellationToken) => ring.Entry.Kind switch
    {
        ScheduledKind.Photo => UseAsync("TakePhoto", cancellationToken),
        ScheduledKind.VideoEnd => UseAsync("StopVideo", cancellationToken),
        _ => ValueTask.FromResult(ring.Text),
    };

    private async ValueTask<string> UseAsync(string tool, CancellationToken cancellationToken)
    {
        var done = await tools.RunAsync(tool, NoSlots, state.Current.Settings, cancellationToken).ConfigureAwait(false);
        return done.TryGet(out var result, out var failure) ? result.Answer : failure.Message;
    }

    private async ValueTask SayAsync(string text, CancellationToken cancellationToken)
    {
        var said = await speaker.SayAsync(SentenceSplitter.Split(text), cancellationToken).ConfigureAwait(false);
        if (said.Failure is { } failure)
        {
            report(failure);
        }
    }
}
