using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Web;

namespace EdgeRuntime.Device.Service;

/// <summary>Everybody who is told what a conversation does. Called from the loop and from turns; returns at once.</summary>
/// <param name="watch">Tells the terminal, and counts.</param>
/// <param name="rings">Silent while the wearer is listened to.</param>
/// <param name="page">Shows it; null where no page is the glasses.</param>
/// <param name="phones">Show it; null where there are none.</param>
internal sealed class RunEvents(RunWatch watch, RingAnnouncer rings, GlassesPage? page, RunPhones? phones)
{
    private volatile TurnTrace? _heard; // the latest turn

    /// <summary>Tells everybody; what rings is silent from the wake phrase to the end of the turn.</summary>
    public void See(ConversationEvent happened)
    {
        watch.See(happened);
        Hush(happened);
        page?.See(happened);
        phones?.See(happened);
    }

    // A ring is silent from the wake phrase to the end of the turn.
    // The end of a turn that a new one has cancelled comes after that one's beginning.
    private void Hush(ConversationEvent happened)
    {
        if (happened.Kind is ConversationEventKind.Listening or ConversationEventKind.Heard)
        {
            rings.Hush((_heard = happened.Trace) is not null);
        }
        else if (happened.Trace is { } ended && ended == _heard)
        {
            rings.Hush(false);
        }
    }
}
