using System.Text.Json.Serialization;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>JSON of stored conversations.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<StoredMessage>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
