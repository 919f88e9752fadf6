using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Commands.Context;

/// <summary>JSON of <c>context check</c>.</summary>
[JsonSerializable(typeof(ContextReport))]
internal sealed partial class ContextJson : JsonSerializerContext
{
    private static readonly ContextJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new SlotValueJson() },
    });

    /// <summary>The JSON of a report.</summary>
    public static string Text(ContextReport report) => JsonSerializer.Serialize(report, Readable.ContextReport);
}
