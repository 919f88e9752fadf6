using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

public sealed partial class ConversationLoop
{
    // What needs no wake phrase while something rings. The whole context is listened for:
    // words that mean something else then mean that, not "stop".
    private static readonly string[] AboutARing = ["Stop", "Snooze", "CancelTimer", "CancelAlarm"];

    private bool _isForARing; // nobody said a wake phrase: it is heard only because something rings

    // Begins anew after each utterance and each silence, as long as it rings.
    private void HearWhileItRings()
    {
        if (!_parts.Rings())
        {
            if (_isForARing) _utterance.Abandon();
            _isForARing = false;
            return;
        }

        if (_utterance.IsActive || !_running.Task.IsCompleted || _running.IsQuestionAsked) return;
        (_isForARing, _woken) = (true, null);
        _trace = new TurnTrace(_time);
        _trace.Start(Stages.Vad);
        _utterance.Begin(_parts.Context(), _parts.Listener.History.NextFrame, _options.Patience);
    }

    // Talk in the room and the words of the ring itself are not.
    private bool IsForTheGlasses(Recognition heard, TurnTrace trace)
    {
        if (!_isForARing) return true;
        _isForARing = false;
        if (heard.Verdict != RecognitionVerdict.Accepted || !AboutARing.Contains(heard.Best?.Intent)) return false;
        _watch(new ConversationEvent(ConversationEventKind.Heard) { Trace = trace });
        return true;
    }
}
