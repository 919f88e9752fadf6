using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>A key in JSON output.</summary>
internal sealed record KeyReport(
    string Id, string Tenant, string? Device, IReadOnlyList<string> Models, IReadOnlyList<string> Features, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static KeyReport From(KeyRow row) =>
        new(row.Id, row.TenantId, row.DeviceId, row.Models, FeatureNames.List(row.Features), row.CreatedAt, row.ExpiresAt, row.RevokedAt);
}
