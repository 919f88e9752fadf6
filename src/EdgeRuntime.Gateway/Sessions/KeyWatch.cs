using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Ends running turns whose key was revoked or has expired or whose tenant was suspended, about as soon as new ones are refused. A
/// store that does not answer ends none.</summary>
internal sealed class KeyWatch(TurnRegistry turns, ITenantDirectory tenants, IOptions<TenantsOptions> options, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Looks once.</summary>
    public async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var keys = turns.All.Where(turn => !turn.IsOver).Select(turn => turn.Caller.KeyId).ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0) return;
        if ((await tenants.RefusedAsync(keys, cancellationToken)).TryGet(out var refused, out _) && refused.Count > 0)
        {
            turns.StopRefused(refused);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Remember > Least ? options.Value.Remember : Least, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }
}
