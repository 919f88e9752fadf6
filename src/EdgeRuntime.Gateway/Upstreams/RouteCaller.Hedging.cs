namespace EdgeRuntime.Gateway.Upstreams;

internal sealed partial class RouteCaller
{
    private ValueTask<Outcome<T>> AskAsync<T>(
        Route route, RouteSet routes, List<Route> tried, ChatRequest request,
        Func<Route, CancellationToken, ValueTask<Outcome<T>>> ask, CancellationToken cancellationToken) =>
        route.AskAsync(ask, cancellationToken);
}
