using EdgeRuntime.Gateway.Sessions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Ready while the gateway takes new turns.</summary>
internal sealed class ReadinessCheck(TurnRegistry turns) : IHealthCheck
{
    /// <summary>Tag of the checks that make up readiness.</summary>
    public const string Tag = "ready";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(turns.IsDraining ? HealthCheckResult.Unhealthy("draining") : HealthCheckResult.Healthy());
}
