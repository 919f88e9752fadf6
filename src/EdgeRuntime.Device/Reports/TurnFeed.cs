using System.Text.Json;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Device.Companion;

namespace EdgeRuntime.Device.Reports;

/// <summary>Tells phones what a turn does while it does it: every event as a live message, then what came of it. Called from the loop and
/// from turns.</summary>
/// <param name="companion">Speaks to the phones.</param>
internal sealed class TurnFeed(PhoneCompanion companion)
{
    private readonly Lock _lock = new();
    private TurnTrace? _trace;
    private int _told;

    /// <summary>Tells what is new in the trace of a turn; what belongs to no turn is passed over.</summary>
    public void See(ConversationEvent happened)
    {
        if ((happened.Trace ?? happened.Result?.Trace) is not { } trace) return;
        lock (_lock)
        {
            if (_trace != trace) Follow_NeedsLock(trace);
            Tell_NeedsLock(trace);
            if (happened.Result is not { } result) return;
            var report = DeviceJson.Text(TurnReport.From(result));
            companion.Tell(Message(LiveNames.Answer, trace, "result", json => json.WriteRawValue(report)));
            companion.Hurry(); // what the turn has changed or made, a photo maybe, goes out with it
        }
    }

    private void Follow_NeedsLock(TurnTrace trace)
    {
        (_trace, _told) = (trace, 0);
        trace.Added += step => Hear(trace, step);
    }

    private void Hear(TurnTrace trace, TurnEvent step)
    {
        lock (_lock)
        {
            if (_trace == trace) Tell_NeedsLock(trace);
        }

        if (step is { Kind: TurnEventKind.End, Stage: Stages.Tool }) companion.Hurry();
    }

    // Counted, not passed on one by one: two threads of a turn may raise their events the other way round.
    private void Tell_NeedsLock(TurnTrace trace)
    {
        if (!companion.IsPhoneThere) return;
        foreach (var step in trace.Events.Skip(_told))
        {
            companion.Tell(Message(LiveNames.Turn, trace, "event", json => TraceJson.Write(json, step)));
            _told++;
        }
    }

    private static byte[] Message(string name, TurnTrace trace, string part, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("t", name);
            json.WriteString("trace", trace.TraceId);
            json.WritePropertyName(part);
            write(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
