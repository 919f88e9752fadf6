using System.Text;
using System.Text.Json;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Arguments of a tool as a JSON Schema, for models that use tools.</summary>
public static class ToolSchema
{
    /// <summary>An object with one property per argument, its unit in the description where the name does not say it.
    /// Every question to a model pays for it, so what nearly every call keeps anyway (no other properties, not under one second)
    /// is left to the check before the tool runs.</summary>
    public static string Write(ToolSpec spec)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var argument in spec.Arguments.Where(argument => !argument.IsOfWearer)) Write(json, argument);
            json.WriteEndObject();
            WriteRequired(json, [.. spec.Arguments.Where(argument => argument.Required || argument.Name == spec.Dictated)]);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Reads arguments that a model wrote. Failures: <c>tool-arguments-unreadable</c>;
    /// what does not fit the tool is found by the registry.</summary>
    public static Outcome<IReadOnlyDictionary<string, SlotValue>> Read(ToolSpec spec, string argumentsJson)
    {
        try
        {
            using var json = JsonDocument.Parse(string.IsNullOrWhiteSpace(argumentsJson) ? "{}" : argumentsJson);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return Unreadable(spec, "it is no JSON object");
            var slots = new Dictionary<string, SlotValue>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Null) slots[property.Name] = ValueOf(spec, property);
            }

            return slots;
        }
        catch (Exception thrown) when (JsonFault.Is(thrown))
        {
            return Unreadable(spec, "it is not JSON");
        }
    }

    private static void WriteRequired(Utf8JsonWriter json, ArgumentSpec[] arguments)
    {
        if (arguments.Length == 0) return;
        json.WriteStartArray("required");
        foreach (var argument in arguments) json.WriteStringValue(argument.Name);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ArgumentSpec argument)
    {
        json.WriteStartObject(argument.Name);
        json.WriteString("type", IsNumber(argument.Kind) ? "number" : "string");
        if (double.IsFinite(argument.Maximum)) json.WriteNumber("maximum", argument.Maximum);
        if (Unit(argument.Kind) is { } unit && unit != argument.Name) json.WriteString("description", unit);
        json.WriteEndObject();
    }

    private static SlotValue ValueOf(ToolSpec spec, JsonProperty property)
    {
        var kind = spec.Arguments.FirstOrDefault(argument => argument.Name == property.Name)?.Kind ?? SlotKind.Wildcard;
        return property.Value.ValueKind == JsonValueKind.Number
            ? SlotValue.Create(kind, property.Value.GetDouble())
            : SlotValue.Create(kind, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null);
    }

    private static bool IsNumber(SlotKind kind) => kind is SlotKind.Number or SlotKind.Percent or SlotKind.Duration;

    private static string? Unit(SlotKind kind) => kind switch
    {
        SlotKind.Percent => "percent",
        SlotKind.Duration => "seconds",
        SlotKind.Time => "time of day, HH:mm",
        _ => null,
    };

    private static Failure Unreadable(ToolSpec spec, string how) => new(
        Stages.Tool, "tool-arguments-unreadable", $"The arguments for {spec.Name} cannot be read: {how}.", "Give one JSON object.",
        Blame.Model);
}
