using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>Listens, wakes, understands and answers, turn after turn, until the sound ends. The sound is read on while a turn runs,
/// so that a new wake phrase cancels it: there is one turn at most, with one owner, this loop, and one cancellation. Run once.</summary>
public sealed partial class ConversationLoop
{
    private readonly ConversationParts _parts;
    private readonly ConversationOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<ConversationEvent> _watch;
    private readonly UtteranceListener _utterance;
    private readonly StageRunner _stages;
    private readonly Clarification _clarification = new();
    private TurnTrace? _trace;
    private WakeDetection? _woken; // what the utterance being heard began with; null when it was no wake phrase
    private int _attend; // 1 while the wearer has asked to be listened to

    /// <summary>Puts a conversation together.</summary>
    /// <param name="parts">What hears and acts.</param>
    /// <param name="options">How it is led.</param>
    /// <param name="deadlines">Deadlines of the stages.</param>
    /// <param name="watch">Told what happens, from this loop or from the turn; must return at once.</param>
    public ConversationLoop(
        ConversationParts parts, ConversationOptions options, TurnOptions deadlines, TimeProvider time, Action<ConversationEvent> watch)
    {
        (_parts, _options, _time, _watch) = (parts, options, time, watch);
        _utterance = new UtteranceListener(parts.Listener.History, parts.Segmenter, parts.Recognizer);
        _stages = new StageRunner(time, deadlines.Grace);
    }

    /// <summary>Listens as if a wake phrase had been said, and gives up the turn that runs. From any thread;
    /// takes effect with the next sound.</summary>
    public void Attend() => Interlocked.Exchange(ref _attend, 1);

    /// <summary>Runs until the source ends, waiting for the last turn, or until cancelled.</summary>
    public async Task RunAsync(IAudioSource source, CancellationToken cancellationToken)
    {
        var chunk = new float[_options.ChunkSamples];
        try
        {
            int count;
            while ((count = await source.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                _parts.Sound?.Append(chunk.AsSpan(0, count));
                HearWhileItRings();
                await FollowAsync(Attended(Take(_parts.Listener.Push(chunk.AsSpan(0, count)))), cancellationToken).ConfigureAwait(false);
            }

            await FollowAsync(Take(_parts.Listener.Finish()), cancellationToken).ConfigureAwait(false);
            if (_utterance.IsActive)
            {
                await StartTurnAsync(_utterance.EndOfSound(), cancellationToken).ConfigureAwait(false);
            }

            await _running.Task.ConfigureAwait(false);
        }
        finally
        {
            await EndTurnAsync().ConfigureAwait(false);
        }
    }

    // Almost every chunk brings nothing, and must not cost a state machine.
    private ValueTask FollowAsync(Step step, CancellationToken cancellationToken) =>
        step == default && !_running.IsQuestionAsked ? ValueTask.CompletedTask : ActAsync(step, cancellationToken);

    private async ValueTask ActAsync(Step step, CancellationToken cancellationToken)
    {
        if (step.Woken)
        {
            await EndTurnAsync().ConfigureAwait(false);
        }
        else if (_running.IsQuestionAsked)
        {
            _running.ToAsk = false;
            Listen(null, null, null, _parts.Listener.History.NextFrame);
        }

        if (step.Ended != SegmentKind.None)
        {
            await StartTurnAsync(step.Ended, cancellationToken).ConfigureAwait(false);
        }
    }

    // The events lie in the listener's memory, which nothing may hold across an await.
    private Step Take(ReadOnlySpan<ListenerEvent> events)
    {
        var step = default(Step);
        foreach (ref readonly var heard in events)
        {
            if (heard.Kind == ListenerEventKind.Wake)
            {
                // What was being said before a wake phrase is given up with its turn.
                step = TryWake(heard.Wake) ? new Step(true, SegmentKind.None) : step;
            }
            else if (_utterance.IsActive && _utterance.Push(heard.Activity, out var why))
            {
                step = step with { Ended = why };
            }
        }

        return step;
    }

    private Step Attended(Step step)
    {
        if (Volatile.Read(ref _attend) == 0) return step;
        Volatile.Write(ref _attend, 0);
        _running.Cancellation.Cancel();
        Listen(null, null, null, _parts.Listener.History.NextFrame);
        return new Step(true, SegmentKind.None);
    }

    private bool TryWake(WakeDetection detection)
    {
        var verdict = _parts.WakeCheck.Check(_parts.Listener.History, detection);
        var phrase = _parts.WakePhrases[detection.Phrase].Text;
        if (!verdict.Confirmed)
        {
            _watch(new ConversationEvent(ConversationEventKind.WakeRefused) { Phrase = phrase, Wake = verdict });
            return false;
        }

        _running.Cancellation.Cancel();
        Listen(phrase, detection, verdict, verdict.BeginFrame);
        return true;
    }

    private void Listen(string? phrase, WakeDetection? detection, WakeVerdict? verdict, long fromFrame)
    {
        _woken = detection;
        _isForARing = false;
        _trace = new TurnTrace(_time);
        if (verdict is { } wake)
        {
            _trace.Start(Stages.Wake);
            _trace.End(Stages.Wake, TraceField.Create("phrase", phrase), TraceField.Create("score", wake.Score.Score));
        }

        _trace.Start(Stages.Vad);
        _utterance.Begin(_parts.Context(), fromFrame, _options.Patience);
        _watch(new ConversationEvent(ConversationEventKind.Listening) { Phrase = phrase, Wake = verdict, Trace = _trace });
    }

    private readonly record struct Step(bool Woken, SegmentKind Ended);
}
