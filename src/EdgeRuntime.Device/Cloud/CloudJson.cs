using System.Text.Json.Serialization;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Cloud.Local;

namespace EdgeRuntime.Device.Cloud;

/// <summary>How the cloud's files are written, generated at build time so that trimming keeps them whole.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CloudAccountRow))]
[JsonSerializable(typeof(LocalGatewayReady))]
[JsonSerializable(typeof(DeferredEntry))]
internal sealed partial class CloudJson : JsonSerializerContext;
