using EdgeRuntime.Gateway.Upstreams.OpenAi;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Looks at every server from time to time (<c>GET /models</c>), so that questions avoid a dead one before the first of them has
/// failed there.
/// Any answer below 500 is a sign of health: not every server knows that path.</summary>
internal sealed class HealthProbe(RouteTable table, IOptions<UpstreamsOptions> options, TimeProvider time, ILogger<HealthProbe> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ProbeInterval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.ProbeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>Looks at all servers once.</summary>
    internal Task LookAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(table.Servers.Values.Where(server => server.Upstream is OpenAiUpstream)
            .Select(server => LookAtAsync(server, cancellationToken)));

    private async Task LookAtAsync(UpstreamLoad server, CancellationToken cancellationToken)
    {
        var healthy = await ((OpenAiUpstream)server.Upstream).IsAliveAsync(cancellationToken);
        if (healthy != server.Healthy)
        {
            server.Healthy = healthy;
            Log.HealthChanged(log, server.Upstream.Name, healthy);
        }
    }
}
