using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Sentences;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>JSON of <c>eval</c>, indented because people read it too.</summary>
[JsonSerializable(typeof(CommandsReport))]
[JsonSerializable(typeof(SentencesReport))]
[JsonSerializable(typeof(WakeReport))]
[JsonSerializable(typeof(VoiceReport))]
[JsonSerializable(typeof(EndpointReport))]
[JsonSerializable(typeof(ErrorReport))]
internal sealed partial class EvalJson : JsonSerializerContext
{
    private static readonly EvalJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The JSON of a report.</summary>
    public static string Text<T>(T report) => JsonSerializer.Serialize(report, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!);
}
