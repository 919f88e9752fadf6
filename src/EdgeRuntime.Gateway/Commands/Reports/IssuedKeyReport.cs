using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>A new key in JSON output; the only place where its secret stands.</summary>
internal sealed record IssuedKeyReport(KeyReport Key, string Secret)
{
    public static IssuedKeyReport From(IssuedKey issued) => new(KeyReport.From(issued.Key), issued.Secret);
}
