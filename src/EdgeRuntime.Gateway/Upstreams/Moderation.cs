using EdgeRuntime.Gateway.Upstreams.OpenAi;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Moderation by one of the configured servers.</summary>
internal sealed class Moderation(RouteTable table, TimeProvider time) : IModeration
{
    public ValueTask<Outcome<bool>> IsFlaggedAsync(
        string server, string model, string text, TimeSpan timeout, CancellationToken cancellationToken) =>
        table.Servers.TryGetValue(server, out var load) && load.Upstream is OpenAiUpstream upstream
            ? upstream.ModerateAsync(model, text, Deadline.After(timeout, time), cancellationToken)
            : ValueTask.FromResult<Outcome<bool>>(UpstreamFailures.NoRoute(model, $"there is no server '{server}'"));
}
