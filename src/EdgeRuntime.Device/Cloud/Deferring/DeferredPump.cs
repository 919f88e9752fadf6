using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>Sends what waits while a service runs, as soon as the cloud is there, and tells the wearer what came of it.</summary>
/// <param name="report">Takes what a person at the terminal should know.</param>
public sealed class DeferredPump(
    DeferredSender sender, ISpeaker speaker, Action<Failure> report, DeferredOptions options, TimeProvider time)
{
    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = options.Poll;
        string? reported = null;
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            if (!sender.HasWork) continue;
            var waits = false;
            await foreach (var sent in sender.SendAsync(cancellationToken).ConfigureAwait(false))
            {
                waits |= sent.Waits;
                if (sent.Failure is { } failure && failure.Code != reported) report(failure);
                reported = sent.Failure?.Code;
                if (sent.Answer.Length > 0) await TellAsync(sent, cancellationToken).ConfigureAwait(false);
            }

            // The first try after a while says whether the cloud is back; asking more and more rarely spares the battery.
            pause = waits ? TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, options.LongestPause.Ticks)) : options.Poll;
        }
    }

    private async ValueTask TellAsync(SentWish sent, CancellationToken cancellationToken)
    {
        var local = TimeZoneInfo.ConvertTime(sent.At, time.LocalTimeZone);
        var text = $"About what you asked for at {AnswerText.Time(TimeOnly.FromDateTime(local.DateTime))}: {sent.Answer}";
        var said = await speaker.SayAsync(SentenceSplitter.Split(text), cancellationToken).ConfigureAwait(false);
        if (said.Failure is { } failure) report(failure);
    }
}
