namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What a key is for.</summary>
/// <param name="DeviceId">Device under the tenant; null for the tenant itself.</param>
/// <param name="Models">Models it may use; empty for all.</param>
/// <param name="Features">What it may ask for.</param>
/// <param name="Lifetime">How long it is good for; null for ever.</param>
internal sealed record KeyScope(string? DeviceId, IReadOnlyList<string> Models, Features Features, TimeSpan? Lifetime);
