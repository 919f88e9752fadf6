using System.Text.Json;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Contracts.Companion;

namespace EdgeRuntime.Device.Commands;

/// <summary>Tells phones what a turn does, as live messages: its events so far whenever the conversation says something of it, and what
/// came of it. Called from the loop and from turns.</summary>
internal sealed class TurnFeed
{
    private readonly Lock _lock = new();
    private string? _trace;
    private int _told;

    /// <summary>Takes an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="tell">Takes a live message.</param>
    public void See(ConversationEvent happened, Action<byte[]> tell)
    {
        if ((happened.Trace ?? happened.Result?.Trace) is not { } trace) return;
        lock (_lock)
        {
            Tell_NeedsLock(trace, tell);
            if (happened.Result is { } result) tell(Message(LiveNames.Answer, trace, "result", json => json.WriteRawValue(DeviceJson.Text(TurnReport.Of(result)))));
        }
    }

    private void Tell_NeedsLock(TurnTrace trace, Action<byte[]> tell)
    {
        if (_trace != trace.TraceId) (_trace, _told) = (trace.TraceId, 0);
        foreach (var step in trace.Events.Skip(_told))
        {
            tell(Message(LiveNames.Turn, trace, "event", json => TraceJson.Write(json, step)));
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
