using System.Text.Json.Serialization;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>JSON of what glasses and phone say to each other.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AboutMessage))]
[JsonSerializable(typeof(PutMessage))]
[JsonSerializable(typeof(CountMessage))]
[JsonSerializable(typeof(LiveMessage))]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(SettingsMessage))]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(NamesBody))]
[JsonSerializable(typeof(NotificationBody))]
[JsonSerializable(typeof(TransferBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(OfferBody))]
internal sealed partial class CompanionJson : JsonSerializerContext;
