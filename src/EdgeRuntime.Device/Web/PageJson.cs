using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Web;

/// <summary>JSON on the socket of /glasses, generated at build time so that trimming keeps it whole.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PageCommand))]
[JsonSerializable(typeof(PageEvent))]
internal sealed partial class PageJson : JsonSerializerContext
{
    /// <summary>An event as UTF-8.</summary>
    public static byte[] Bytes(PageEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, Default.PageEvent);

    /// <summary>A turn so far as UTF-8: its trace, and its report once there is a result.</summary>
    public static byte[] Bytes(string kind, TurnTrace trace, TurnResult? result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WritePropertyName("turn");
            TraceJson.Write(json, trace, result is null ? null : TurnReport.From(result));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
