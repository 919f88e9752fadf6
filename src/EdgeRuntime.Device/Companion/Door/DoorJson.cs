using System.Text.Json.Serialization;

namespace EdgeRuntime.Device.Companion.Door;

/// <summary>JSON between a running service and the commands <c>pair</c> and <c>bonds</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DoorRequest))]
[JsonSerializable(typeof(DoorReply))]
internal sealed partial class DoorJson : JsonSerializerContext;
