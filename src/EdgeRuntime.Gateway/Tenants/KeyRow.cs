namespace EdgeRuntime.Gateway.Tenants;

/// <summary>A key as it is stored; its secret is not.</summary>
internal sealed record KeyRow
{
    /// <summary>Public name.</summary>
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary>Null for a key of the tenant itself.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public Features Features { get; init; } = Features.All;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}
