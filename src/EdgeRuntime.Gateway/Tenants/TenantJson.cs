using System.Text.Json.Serialization;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>JSON of what is stored about tenants and keys.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TenantSettings))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class TenantJson : JsonSerializerContext;
