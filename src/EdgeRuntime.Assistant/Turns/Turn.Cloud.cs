using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

public sealed partial class Turn
{
    private static readonly ToolSpec Looking = new("Look", "look at what you see", Permission.Camera);

    private async ValueTask<TurnResult> AskCloudAsync(
        TurnResult result, Recognition recognition, Utterance said, CancellationToken cancellationToken)
    {
        var beyond = _cloud ?? throw new InvalidOperationException("A free way to the cloud needs a cloud.");
        var seen = await LookAsync(result, beyond, cancellationToken).ConfigureAwait(false);
        if (!seen.TryGet(out var picture, out var blind)) return Failed(result, blind);
        var question = QuestionOf(result, recognition, said, beyond) with { Picture = picture };
        var voice = new AnswerVoice(_speaker, _stages, result.Trace, _options.SpeechDeadline, cancellationToken);
        await using var ended = voice.ConfigureAwait(false);
        var answer = new StreamedAnswer(beyond.Cloud, voice, result.Trace, _options, _time);
        await ReadAsync(answer, question, result, cancellationToken).ConfigureAwait(false);
        var why = answer.Broken?.Failure ?? CloudFailures.Explain(answer.Stop);
        result = result with { Cloud = answer.Use };
        if (why is not null && !answer.HasWords)
        {
            return await WithoutCloudAsync(result, recognition, question, answer, cancellationToken).ConfigureAwait(false);
        }

        await answer.EndAsync(why, cancellationToken).ConfigureAwait(false);
        return Said(result with { Error = why }, answer, await voice.FinishAsync().ConfigureAwait(false));
    }

    private async ValueTask ReadAsync(StreamedAnswer answer, Question question, TurnResult result, CancellationToken cancellationToken)
    {
        result.Trace.Start(Stages.Cloud, AskedFields(question));
        try
        {
            await answer.ReadAsync(question, result.Decision.Route == Route.Both ? _options.HeadStart : null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            result.Trace.Cancel(Stages.Cloud);
            throw;
        }

        if ((answer.Broken?.Failure ?? CloudFailures.Explain(answer.Stop)) is { } why) result.Trace.Fail(why with { Stage = Stages.Cloud });
        else result.Trace.End(Stages.Cloud, AnsweredFields(answer));
    }

    private Question QuestionOf(TurnResult result, Recognition recognition, Utterance said, TurnCloud beyond) => new()
    {
        Key = result.Trace.TraceId,
        Said = Sendable(recognition, said),
        Deadline = _options.CloudDeadline,
        Privacy = _state.Current.Settings.CloudPrivacy,
        PriceCeilingNanos = beyond.Policy.PriceCeilingNanos,
        Tools = _cloudTools.Offered,
        RunTool = (request, stop) => RunForCloudAsync(result.Trace, request, stop),
        TraceId = result.Trace.TraceId,
    };

    // Only once the way to the cloud is free: without consent, or locked, no picture is even taken.
    private async ValueTask<Outcome<byte[]>> LookAsync(TurnResult result, TurnCloud beyond, CancellationToken cancellationToken)
    {
        if (_tools.CloudTaskOf(result.Intent) is not { NeedsPicture: true } || beyond.Camera is not { } camera) return Array.Empty<byte>();
        if (PermissionCheck.Refusal(Looking, _state.Current.Settings) is { } refusal) return refusal;
        var stage = new Stage<byte[]>(
            Stages.Camera,
            _options.ToolDeadline,
            [TraceField.Create("asked_by", result.Intent)],
            picture => [TraceField.Create("bytes", picture.Length), TraceField.Create("simulated", camera.IsSimulated)]);
        return await _stages.RunAsync(result.Trace, stage, camera.LookAsync, cancellationToken).ConfigureAwait(false);
    }

    // What was understood word for word goes as words: less of the wearer's voice leaves the glasses, and it costs less.
    private Utterance Sendable(Recognition recognition, Utterance said) =>
        recognition is { Verdict: RecognitionVerdict.Accepted, Best: { } best } && !_tools.NeedsDictation(best) && said.Text is null
            && best.Words.Length > 0
            ? Utterance.Typed(best.Words)
            : said;

    private async ValueTask<ToolReply> RunForCloudAsync(TurnTrace trace, ToolRequest request, CancellationToken cancellationToken)
    {
        var stage = new Stage<ToolResult>(
            Stages.Tool,
            _options.ToolDeadline,
            [TraceField.Create("tool", request.Tool), TraceField.Create("asked_by", "cloud")],
            done => [TraceField.Create("simulated", done.Simulated), TraceField.Create("undo", done.Undo is not null)]);
        return OfferedTools.ReplyOf(
            await _stages.RunAsync(trace, stage, stop => _cloudTools.RunAsync(request, stop), cancellationToken).ConfigureAwait(false));
    }

    private static TurnResult Said(TurnResult result, StreamedAnswer answer, Outcome<SpokenAnswer>? spoken) => spoken is { } heard
        ? result with { Answer = answer.Text, Spoken = heard.Value, Warning = heard.Failure, IsSaid = true }
        : result with { Answer = answer.LastReply is { } reply ? OfferedTools.WordsOf(reply) : "The cloud had nothing to say." };

    // No word was heard yet, so the wearer need not know that the cloud was asked, where the glasses have an answer of their own.
    private async ValueTask<TurnResult> WithoutCloudAsync(
        TurnResult result, Recognition recognition, Question question, StreamedAnswer answer, CancellationToken cancellationToken)
    {
        var failure = answer.Broken?.Failure ?? CloudFailures.Explain(answer.Stop)!;
        if (result.Decision.Route == Route.Both) return Failed(result, TurnFailures.TwoReadings(recognition));
        if (answer.Broken is not { CanRetry: true }) return Failed(result, failure);
        var again = await RouteAsync(result.Decision.Input with { Cloud = CloudLink.Down }, result.Trace, cancellationToken)
            .ConfigureAwait(false);
        return again.Value is { Route: Route.Queue } later
            ? await KeepAsync(result with { Decision = later }, question.Said, cancellationToken).ConfigureAwait(false)
            : Failed(result, failure);
    }

    private async ValueTask<TurnResult> KeepAsync(TurnResult result, Utterance said, CancellationToken cancellationToken)
    {
        if (_cloud?.Queue is not { } queue || said.IsEmpty)
        {
            return Failed(result, TurnFailures.NeedsCloud(result.Decision, _tools.CloudTaskOf(result.Intent)));
        }

        var wish = new DeferredWish(result.Trace.TraceId, said, result.Trace.Began, result.Intent, result.Trace.TraceId);
        var kept = await queue.KeepAsync(wish, cancellationToken).ConfigureAwait(false);
        if (kept.Failure is { } failure) return Failed(result, failure);
        return result with { Answer = $"I kept it and will send it later, because {result.Decision.Obstacle!.Message}." };
    }

    private static TraceField[] AskedFields(Question question) =>
    [
        TraceField.Create("trace_id", question.TraceId),
        TraceField.Create("characters", question.Said.Text?.Length ?? 0),
        TraceField.Create("sound_seconds", question.Said.Sound.TotalSeconds),
        TraceField.Create("tools", question.Tools.Count),
        TraceField.Create("deadline_ms", question.Deadline.TotalMilliseconds),
        TraceField.Create("privacy", question.Privacy.ToString()),
    ];

    private static TraceField[] AnsweredFields(StreamedAnswer answer) =>
    [
        TraceField.Create("model", answer.Use.Model),
        TraceField.Create("scripted", answer.Use.IsScripted),
        TraceField.Create("first_word_ms", answer.Use.FirstWordMs ?? double.NaN),
        TraceField.Create("characters", answer.Text.Length),
        TraceField.Create("tool_calls", answer.Use.ToolCalls),
        TraceField.Create("resumed", answer.Use.Resumed),
        TraceField.Create("stop", answer.Stop.ToString()),
        TraceField.Create("input_tokens", answer.Use.Bill?.InputTokens ?? 0),
        TraceField.Create("output_tokens", answer.Use.Bill?.OutputTokens ?? 0),
        TraceField.Create("cost_nanos", answer.Use.Bill?.CostNanos ?? 0),
        TraceField.Create("bill", answer.Use.Bill?.Id),
    ];
}
