using System.Text.Json.Serialization;
using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>JSON of the pairing and of the bonds' file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PairingMessage))]
[JsonSerializable(typeof(LinkMessage))]
[JsonSerializable(typeof(BondsRow))]
[JsonSerializable(typeof(Bond))]
internal sealed partial class PairingJson : JsonSerializerContext;
