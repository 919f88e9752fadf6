using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

public sealed partial class Turn
{
    private ValueTask<TurnResult> ActAsync(
        TurnResult result, Recognition recognition, Utterance said, CancellationToken cancellationToken) =>
        result.Decision switch
        {
            { Route: Route.Ask } => ValueTask.FromResult(Failed(result, TurnFailures.TwoReadings(recognition))),
            { Route: Route.Reject } => ValueTask.FromResult(Failed(result, TurnFailures.NotUnderstood(recognition))),
            { Sends: true } => AskCloudAsync(result, recognition, said, cancellationToken),
            { Route: Route.Queue } => KeepAsync(result, Sendable(recognition, said), cancellationToken),
            { Route: Route.Cloud or Route.Refuse } =>
                ValueTask.FromResult(Failed(result, TurnFailures.NeedsCloud(result.Decision, _tools.CloudTaskOf(result.Intent)))),
            { Input.Task: TaskClass.Device } => RunToolAsync(result, recognition.Best!.Words, cancellationToken),
            _ => ValueTask.FromResult(
                result with
                {
                    Answer = $"I understood {SpokenName.From(result.Intent!)}, but nothing on these glasses is attached to it.",
                }),
        };

    private async ValueTask<TurnResult> RunToolAsync(TurnResult result, string words, CancellationToken cancellationToken)
    {
        if (_tools.QuestionOf(result.Intent!, result.Slots, _state.Current.Settings) is { } lacks)
        {
            return await AskAsync(result, lacks).ConfigureAwait(false);
        }

        var stage = new Stage<ToolResult>(
            Stages.Tool,
            _options.ToolDeadline,
            [TraceField.Create("tool", result.Intent)],
            done => [TraceField.Create("simulated", done.Simulated), TraceField.Create("undo", done.Undo is not null)]);
        var outcome = await _stages.RunAsync(
            result.Trace,
            stage,
            stop => _tools.RunAsync(result.Intent!, result.Slots, _state.Current.Settings, stop, words),
            cancellationToken).ConfigureAwait(false);
        if (!outcome.TryGet(out var done, out var failure)) return Failed(result, failure);
        return done.Asks is { } question ? await AskAsync(result, question).ConfigureAwait(false) : result with { Answer = done.Answer };
    }

    // Kept before it is spoken: meanwhile whoever listens gets ready for the answer.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a question was asked, beside the steady moment that counts")]
    private async ValueTask<TurnResult> AskAsync(TurnResult result, FollowUp question)
    {
        question = question with { AskedAt = _clock.WallNow, AskedSteady = _clock.SteadyNow };
        var kept = await _state.UpdateAsync(state => state with { Asked = question }, CancellationToken.None).ConfigureAwait(false);
        return kept.Failure is { } failure
            ? Failed(result, failure)
            : Failed(result, TurnFailures.AnswerNeeded(question)) with { Asked = question };
    }

    private static TurnResult Failed(TurnResult result, Failure failure) => result with { Error = failure, Answer = failure.Message };

    private async ValueTask<TurnResult> AnswerAsync(TurnResult result, CancellationToken cancellationToken)
    {
        var sentences = SentenceSplitter.Split(result.Answer);
        var stage = new Stage<SpokenAnswer>(
            Stages.Speech,
            _options.SpeechDeadline,
            [TraceField.Create("sentences", sentences.Count)],
            spoken => [TraceField.Create("means", spoken.Means), TraceField.Create("first_sound_ms", spoken.FirstSound.TotalMilliseconds)]);
        Failure? forgotten = null;
        Outcome<SpokenAnswer> said;
        try
        {
            said = await _stages.RunAsync(result.Trace, stage, stop => _speaker.SayAsync(sentences, stop), cancellationToken)
                .ConfigureAwait(false);
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
        // What was not understood, and a choice between two readings, leave a question open.
        var asked = result.Decision.Route is Route.Ask or Route.Reject ? _state.Current.Asked : result.Asked;
        if (result.Answer.Length == 0 || (result.Answer == _state.Current.LastAnswer && ReferenceEquals(asked, _state.Current.Asked)))
        {
            return null;
        }

        var kept = await _state.UpdateAsync(state => state with { LastAnswer = result.Answer, Asked = asked }, CancellationToken.None)
            .ConfigureAwait(false);
        if (kept.Failure is { } failure)
        {
            result.Trace.Fail(failure);
        }

        return kept.Failure;
    }
}
