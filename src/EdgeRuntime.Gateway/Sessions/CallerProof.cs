using EdgeRuntime.Gateway.Tenants;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Who calls, by the metadata <c>authorization: Bearer KEY</c>.</summary>
internal sealed class CallerProof(ITenantDirectory tenants)
{
    private const string Scheme = "Bearer ";

    /// <summary>The caller, or <c>key-…</c>.</summary>
    public ValueTask<Outcome<Caller>> ProveAsync(ServerCallContext context)
    {
        var header = context.RequestHeaders.GetValue("authorization");
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return new(SessionFailures.KeyMissing);
        var key = header[Scheme.Length..].Trim();
        return key.Length is 0 or > Bounds.KeyBytes
            ? new(SessionFailures.KeyMissing)
            : tenants.AuthenticateAsync(key, context.CancellationToken);
    }
}
