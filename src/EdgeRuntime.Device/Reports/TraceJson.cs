using System.Text.Json;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Reports;

/// <summary>A turn as JSON: when it began, its events, and what came of it. The same in a file, on a page and on the phone.</summary>
internal static class TraceJson
{
    /// <summary>Writes one object: <c>began</c>, <c>events</c>, and <c>result</c> once there is a report.</summary>
    /// <param name="trace">The events so far.</param>
    /// <param name="report">The report; null while the turn runs.</param>
    public static void Write(Utf8JsonWriter json, TurnTrace trace, TurnReport? report)
    {
        json.WriteStartObject();
        json.WriteString("began", trace.Began);
        json.WriteStartArray("events");
        foreach (var step in trace.Events) Write(json, step);
        json.WriteEndArray();
        if (report is not null)
        {
            json.WritePropertyName("result");
            json.WriteRawValue(DeviceJson.Text(report));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes one event: stage, kind, milliseconds since the turn began, and its fields.</summary>
    public static void Write(Utf8JsonWriter json, TurnEvent step)
    {
        json.WriteStartObject();
        json.WriteString("stage", step.Stage);
        json.WriteString("kind", step.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("at_ms", Math.Round(step.At.TotalMilliseconds, 3));
        foreach (var field in step.Fields) Write(json, field);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TraceField field)
    {
        json.WritePropertyName(field.Name);
        switch (field.Value)
        {
            case double number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue((string?)field.Value); break;
        }
    }
}
