using System.Text.Json.Serialization;

namespace EdgeRuntime.Device.Simulation;

/// <summary>How the simulated phone is written, generated at build time so that trimming keeps it whole.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SimulatedPhoneState))]
internal sealed partial class SimulatedPhoneJson : JsonSerializerContext;
