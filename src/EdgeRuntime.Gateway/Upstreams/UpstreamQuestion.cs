namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One question on its way through routes and retries, as the circuit breakers see it: it counts once at each.
/// Safe for several threads.</summary>
internal sealed class UpstreamQuestion(string tenantId)
{
    private List<UpstreamRoute>? _failedAt; // a lock on this object protects it; most questions never need it

    /// <summary>Tenant that asked.</summary>
    public string TenantId => tenantId;

    /// <summary>Whether this outcome is the one that counts at a route: the first one.</summary>
    public bool CountsAt(UpstreamRoute route, bool answered)
    {
        lock (this)
        {
            if (_failedAt?.Contains(route) is true) return false;
            if (!answered) (_failedAt ??= []).Add(route);
            return true;
        }
    }
}
