using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

public sealed partial class ConversationLoop
{
    private Running _running = Running.None();
    private Utterance _asked = Utterance.None; // what the open question is about

    private async ValueTask StartTurnAsync(SegmentKind why, CancellationToken cancellationToken)
    {
        await EndTurnAsync().ConfigureAwait(false);
        var trace = _trace!;
        trace.End(Stages.Vad, TraceField.Create("end", why.ToString()));
        if (!_isForARing) _watch(new ConversationEvent(ConversationEventKind.Heard) { Trace = trace });
        var stage = new Stage<Recognition>(Stages.Asr, Deadline: null, [], Described);
        var heard = await _stages.RunAsync(
            trace, stage, _ => ValueTask.FromResult<Outcome<Recognition>>(_utterance.Finish(why)), cancellationToken).ConfigureAwait(false);
        if (!heard.TryGet(out var recognition, out var failure))
        {
            _utterance.Abandon();
            _watch(new ConversationEvent(ConversationEventKind.Broken) { Trace = trace, Failure = failure });
            return;
        }

        if (!IsForTheGlasses(recognition, trace) || IsDropped(recognition, trace)) return;
        var wish = _clarification.Resolve(recognition);

        // "Yes" says which of two readings was meant; the words that count are those from before.
        _asked = ReferenceEquals(wish, recognition) ? _parts.Sound?.Since(_utterance.FirstFrame) ?? Utterance.None : _asked;
        _clarification.Ask(wish);
        var running = new Running(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
        running.Task = AnswerAsync(wish, _asked, trace, running);
        _running = running;
    }

    private bool IsDropped(Recognition recognition, TurnTrace trace)
    {
        if (_woken is not { } woken || _parts.WakeReview is not { } review || recognition.Verdict == RecognitionVerdict.Accepted)
        {
            return false;
        }

        trace.Start(Stages.Wake);
        var verdict = review.Review(_parts.Listener.History, woken, recognition);
        if (verdict.Reason is null)
        {
            trace.End(Stages.Wake, verdict.Fields);
            return false;
        }

        trace.Cancel(Stages.Wake, verdict.Fields);
        _watch(
            new ConversationEvent(ConversationEventKind.WakeDropped)
            {
                Phrase = _parts.WakePhrases[woken.Phrase].Text,
                Review = verdict,
                Trace = trace,
            });
        return true;
    }

    // The boundary of a turn: whatever goes wrong in it, the glasses go on listening, and whoever watches is told.
    private async Task AnswerAsync(Recognition recognition, Utterance said, TurnTrace trace, Running running)
    {
        try
        {
            var result = await _parts.Turn.RunAsync(recognition, said, trace, running.Cancellation.Token).ConfigureAwait(false);
            running.ToAsk = result.Asks;
            _clarification.Ask(result.AsksWhichReading
                ? recognition with { Verdict = RecognitionVerdict.Ask }
                : recognition with { Verdict = RecognitionVerdict.Silence });
            _watch(new ConversationEvent(ConversationEventKind.Answered) { Trace = trace, Result = result });
        }
        catch (OperationCanceledException)
        {
            _watch(new ConversationEvent(ConversationEventKind.Cancelled) { Trace = trace });
        }
        catch (Exception thrown)
        {
            var failure = new Failure(
                Stages.Tool, "turn-crashed", "Something went wrong inside the glasses.",
                $"Report this: {thrown.GetType().Name}: {thrown.Message}", Blame.Program);
            trace.Fail(failure);
            _watch(new ConversationEvent(ConversationEventKind.Broken) { Trace = trace, Failure = failure });
        }
    }

    private async ValueTask EndTurnAsync()
    {
        var ended = _running;
        _running = Running.None();
        await ended.Cancellation.CancelAsync().ConfigureAwait(false);
        await ended.Task.ConfigureAwait(false);
        ended.Cancellation.Dispose();
    }

    private static TraceField[] Described(Recognition recognition) =>
    [
        TraceField.Create("verdict", recognition.Verdict.ToString()),
        TraceField.Create("confidence", recognition.Confidence),
        TraceField.Create("path_score", recognition.PathScore),
        TraceField.Create("margin", recognition.Margin),
    ];

    private sealed class Running(CancellationTokenSource cancellation)
    {
        public CancellationTokenSource Cancellation { get; } = cancellation;

        public Task Task { get; set; } = Task.CompletedTask;

        public bool ToAsk { get; set; }

        /// <summary>True when the turn asked something and now waits for an answer.</summary>
        public bool IsQuestionAsked => ToAsk && Task.IsCompleted;

        public static Running None() => new(new CancellationTokenSource());
    }
}
