using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Ready while the gateway takes new turns, has its name, and its store answers, without which no turn can begin.</summary>
internal sealed class ReadinessCheck(TurnRegistry turns, StoreProbe store, ILedgerStore ledger) : IHealthCheck
{
    /// <summary>Tag of the checks that make up readiness.</summary>
    public const string Tag = "ready";

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (turns.IsDraining) return HealthCheckResult.Unhealthy("draining");
        if (ledger.Refusal is { } refusal) return HealthCheckResult.Unhealthy(refusal.Code);
        return await store.AnswersAsync().WaitAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the store does not answer");
    }
}
