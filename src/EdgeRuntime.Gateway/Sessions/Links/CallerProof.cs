using EdgeRuntime.Gateway.Tenants;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>Who calls, by the metadata <c>authorization: Bearer KEY</c>. Who is refused leaves a line in the log.</summary>
internal sealed class CallerProof(ITenantDirectory tenants, RefusedCalls refused)
{
    private const string Scheme = "Bearer ";

    /// <summary>The caller, or <c>key-…</c>.</summary>
    public async ValueTask<Outcome<Caller>> ProveAsync(ServerCallContext context)
    {
        var proven = KeyOf(context) is { } key
            ? await tenants.AuthenticateAsync(key, context.CancellationToken)
            : SessionFailures.KeyMissing;
        if (proven.Failure is { } failure) refused.Add(failure, context.GetHttpContext().Connection.RemoteIpAddress);
        return proven;
    }

    private static string? KeyOf(ServerCallContext context)
    {
        // Of HTTP: gRPC's own list decodes every header that ends in -bin, and breaks where a stranger has sent one that cannot be.
        var headers = context.GetHttpContext().Request.Headers.Authorization;
        if (headers is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var key = header[Scheme.Length..].Trim();
        return key.Length is 0 or > Bounds.KeyBytes ? null : key;
    }
}
