using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

public sealed partial class Turn
{
    // Whoever speaks to the glasses is there to hear what rang unheard. It stays in the state until it was said.
    private async ValueTask<TurnResult> TellMissedAsync(TurnResult result, CancellationToken cancellationToken)
    {
        var missed = _state.Current.Missed;
        if (missed.Count == 0 || result.Asks || result.Decision.Route == Route.Reject) return result;
        var sentences = missed.Select(entry => ScheduleText.Missed(entry, _clock)).ToArray();
        var stage = new Stage<SpokenAnswer>(
            Stages.Speech, _options.SpeechDeadline, [TraceField.Create("missed", missed.Count)],
            said => [TraceField.Create("means", said.Means)]);
        var told = await _stages.RunAsync(result.Trace, stage, stop => _speaker.SayAsync(sentences, stop), cancellationToken)
            .ConfigureAwait(false);
        if (told.Failure is { } unsaid) return result with { Warning = result.Warning ?? unsaid };
        var kept = await _state.UpdateAsync(now => now with { Missed = [.. now.Missed.Except(missed)] }, CancellationToken.None)
            .ConfigureAwait(false);
        return result with { Missed = string.Join(' ', sentences), Warning = result.Warning ?? kept.Failure };
    }
}
