using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

public sealed partial class Turn
{
    private ValueTask<TurnResult> ActAsync(TurnResult result, Recognition recognition, Utterance said, CancellationToken cancellationToken) =>
        result.Decision switch
        {
            { Route: Route.Ask } => ValueTask.FromResult(Failed(result, TurnFailures.TwoReadings(recognition))),
            { Route: Route.Reject } => ValueTask.FromResult(Failed(result, TurnFailures.NotUnderstood(recognition.Verdict))),
            { Sends: true } => AskCloudAsync(result, recognition, said, cancellationToken),
            { Route: Route.Queue } => KeepAsync(result, Sendable(recognition, said), cancellationToken),
            { Route: Route.Cloud or Route.Refuse } => ValueTask.FromResult(Failed(result, TurnFailures.NeedsCloud(result.Decision, _tools.CloudTaskOf(result.Intent)))),
            { Input.Task: TaskClass.Device } => RunToolAsync(result, cancellationToken),
            _ => ValueTask.FromResult(result with { Answer = $"I understood {SpokenName.Of(result.Intent!)}, but nothing on these glasses is attached to it." }),
        };

    private async ValueTask<TurnResult> RunToolAsync(TurnResult result, CancellationToken cancellationToken)
    {
        var stage = new Stage<ToolResult>(
            Stages.Tool,
            _options.ToolDeadline,
            [TraceField.Of("tool", result.Intent)],
            done => [TraceField.Of("simulated", done.Simulated), TraceField.Of("undo", done.Undo is not null)]);
        var outcome = await _stages.RunAsync(
            result.Trace,
            stage,
            stop => _tools.RunAsync(result.Intent!, result.Slots, _state.Current.Settings, stop),
            cancellationToken).ConfigureAwait(false);
        return outcome.TryGet(out var done, out var failure) ? result with { Answer = done.Answer } : Failed(result, failure);
    }

    private static TurnResult Failed(TurnResult result, Failure failure) => result with { Error = failure, Answer = failure.Message };

    private async ValueTask<TurnResult> AnswerAsync(TurnResult result, CancellationToken cancellationToken)
    {
        var sentences = SentenceSplitter.Split(result.Answer);
        var stage = new Stage<SpokenAnswer>(
            Stages.Speech,
            _options.SpeechDeadline,
            [TraceField.Of("sentences", sentences.Count)],
            spoken => [TraceField.Of("means", spoken.Means), TraceField.Of("first_sound_ms", spoken.FirstSound.TotalMilliseconds)]);
        Failure? forgotten = null;
        Outcome<SpokenAnswer> said;
        try
        {
            said = await _stages.RunAsync(result.Trace, stage, stop => _speaker.SayAsync(sentences, stop), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // After the speech, not before it: a write to disk takes milliseconds that the wearer would wait.
            forgotten = await RememberAsync(result).ConfigureAwait(false);
        }

        return result with { Spoken = said.Value, Warning = said.Failure ?? forgotten };
    }

    private async ValueTask<TurnResult> RememberedAsync(TurnResult result)
    {
        var forgotten = await RememberAsync(result).ConfigureAwait(false);
        return result with { Warning = result.Warning ?? forgotten };
    }

    private async ValueTask<Failure?> RememberAsync(TurnResult result)
    {
        if (result.Answer.Length == 0 || result.Answer == _state.Current.LastAnswer)
        {
            return null;
        }

        var kept = await _state.UpdateAsync(state => state with { LastAnswer = result.Answer }, CancellationToken.None).ConfigureAwait(false);
        if (kept.Failure is { } failure)
        {
            result.Trace.Fail(failure);
        }

        return kept.Failure;
    }
}
