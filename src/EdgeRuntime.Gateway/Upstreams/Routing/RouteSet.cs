using EdgeRuntime.Gateway.Upstreams.Scripted;

namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>The routes to one ability of one model. Safe for several threads.</summary>
/// <param name="routes">Of all orders.</param>
/// <param name="verb">What a server of them does, as in "a server that speaks".</param>
internal sealed class RouteSet(IEnumerable<UpstreamRoute> routes, string verb)
{
    private readonly Lock _rotating = new();
    private readonly UpstreamRoute[][] _orders =
    [
        .. routes.GroupBy(route => route.Options.Order).OrderBy(group => group.Key).Select(group => group.ToArray()),
    ];

    /// <summary>Whether a second server could be asked beside the first.</summary>
    public bool HasSeveral { get; } = routes.Skip(1).Any();

    /// <summary>Whether any answer comes from the scripted server.</summary>
    public bool IsScripted => _orders.SelectMany(order => order).Any(route => route.Upstream is ScriptedUpstream);

    /// <summary>The next route that may be asked, with a place taken at its server: by order, healthy ones first, by weight among
    /// equals.</summary>
    /// <param name="tenantId">Whose place it is.</param>
    /// <param name="privateOnly">Only servers marked private.</param>
    /// <param name="tried">Routes that are not wanted again.</param>
    /// <returns>Null when there is none.</returns>
    public UpstreamRoute? Take(string tenantId, bool privateOnly, IReadOnlyCollection<UpstreamRoute> tried) =>
        Take(tenantId, privateOnly, tried, healthy: true) ?? Take(tenantId, privateOnly, tried, healthy: false);

    /// <summary>Waits for a place at the server that would be asked first, where none had one.</summary>
    /// <returns>Null when there is none in time.</returns>
    public async ValueTask<UpstreamRoute?> WaitAsync(
        string tenantId, bool privateOnly, TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = First(privateOnly, healthy: true) ?? First(privateOnly, healthy: false);
        return first is not null && await first.EnterAsync(tenantId, most, time, cancellationToken) ? first : null;
    }

    /// <summary>Why <see cref="Take(string, bool, IReadOnlyCollection{UpstreamRoute})"/> gave none at its first call.</summary>
    public Failure WhyNone(ChatRequest request) =>
        WhyNever(request.Model, request.PrivateOnly) ?? UpstreamFailures.Unavailable(
            _orders[0][0].Upstream.Name, "and every other one for this model have no place left for this tenant");

    /// <summary>Why no route may ever be asked, as configured; null when one may.</summary>
    public Failure? WhyNever(string model, bool privateOnly) =>
        _orders.Length == 0 ? UpstreamFailures.NoRoute(model, $"it has no server that {verb}")
        : privateOnly && _orders.SelectMany(order => order).All(route => !route.Upstream.Private)
            ? UpstreamFailures.NoRoute(model, $"no server of it that {verb} is marked private")
        : null;

    private UpstreamRoute? First(bool privateOnly, bool healthy) =>
        _orders.Select(order => Choose(order, privateOnly, [], healthy)).FirstOrDefault(static route => route is not null);

    private UpstreamRoute? Take(string tenantId, bool privateOnly, IReadOnlyCollection<UpstreamRoute> tried, bool healthy)
    {
        foreach (var order in _orders)
        {
            for (var left = order.Length; left > 0; left--)
            {
                if (Choose(order, privateOnly, tried, healthy) is not { } route)
                {
                    break;
                }

                if (route.TryEnter(tenantId))
                {
                    return route;
                }
            }
        }

        return null;
    }

    // Smooth weighted rotation: deterministic, exact over any whole round, and spread out within it.
    private UpstreamRoute? Choose(UpstreamRoute[] order, bool privateOnly, IReadOnlyCollection<UpstreamRoute> tried, bool healthy)
    {
        lock (_rotating)
        {
            UpstreamRoute? best = null;
            var total = 0;
            foreach (var route in order)
            {
                if (route.Healthy != healthy || (privateOnly && !route.Upstream.Private) || tried.Contains(route))
                {
                    continue;
                }

                total += route.Options.Weight;
                route.Credit += route.Options.Weight;
                best = best is null || route.Credit > best.Credit ? route : best;
            }

            if (best is not null)
            {
                best.Credit -= total;
            }

            return best;
        }
    }
}
