using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeRuntime.Device.Reports;

/// <summary>JSON of the commands, written without reflection so that the program can be trimmed.</summary>
[JsonSerializable(typeof(TurnReport))]
[JsonSerializable(typeof(RingReport))]
internal sealed partial class DeviceJson : JsonSerializerContext
{
    private static readonly DeviceJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a terminal or a pipe, never HTML: names stay readable
        Converters = { new SlotValueJson() },
    });

    /// <summary>One line of JSON.</summary>
    public static string Text(TurnReport report) => JsonSerializer.Serialize(report, Readable.TurnReport);

    /// <summary>One line of JSON.</summary>
    public static string Text(RingReport report) => JsonSerializer.Serialize(report, Readable.RingReport);
}
