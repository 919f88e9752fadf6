using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>A tenant in JSON output.</summary>
internal sealed record TenantReport(string Id, string Name, bool Suspended, DateTimeOffset CreatedAt, TenantSettings Settings)
{
    public static TenantReport From(TenantRow row) => new(row.Id, row.Name, row.Suspended, row.CreatedAt, row.Settings);
}
