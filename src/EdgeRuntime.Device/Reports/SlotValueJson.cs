using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Device.Reports;

/// <summary>Writes a slot as what it holds: a number, a text, or null.</summary>
internal sealed class SlotValueJson : JsonConverter<SlotValue>
{
    /// <inheritdoc/>
    public override SlotValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Slots are only written: their kind does not stand in the JSON.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SlotValue value, JsonSerializerOptions options)
    {
        if (value.Number is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.Text);
    }
}
