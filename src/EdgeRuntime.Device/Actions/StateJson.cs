using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>How the state is written, generated at build time so that trimming keeps it whole.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GlassesState))]
[JsonSerializable(typeof(PhoneProgress))]
internal sealed partial class StateJson : JsonSerializerContext;
