namespace EdgeRuntime.Gateway.Tenants;

/// <summary>Who is calling, proven by a key. The tenant is part of every cache, queue, session and log scope that follows.</summary>
/// <param name="TenantId">Tenant that pays.</param>
/// <param name="KeyId">Public name of the key.</param>
/// <param name="DeviceId">Device under the tenant that the key belongs to; null for a key of the tenant itself.</param>
public sealed record Caller(string TenantId, string KeyId, string? DeviceId)
{
    /// <summary>Models the key may use; empty for all of the price list.</summary>
    public IReadOnlySet<string> Models { get; init; } = new HashSet<string>();

    /// <summary>What the key may ask for.</summary>
    public Features Features { get; init; } = Features.All;

    /// <summary>The tenant's settings and limits.</summary>
    public TenantSettings Settings { get; init; } = new();
}
