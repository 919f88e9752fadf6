using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Frees what earlier runs left behind before the gateway opens, as far as that is known at once, and goes on looking while it
/// runs.</summary>
internal sealed class LedgerHost(Ledger ledger, LedgerUpkeep upkeep, LedgerOptions options, TimeProvider time, ILogger<LedgerHost> log)
    : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ledger.SweepAsync(cancellationToken, mayWait: false);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepEvery, time);
        do
        {
            await SweepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ledger.SweepAsync(cancellationToken);
            await upkeep.ForgetOldAsync(cancellationToken);
        }
        catch (Exception failure) when (StoreFailures.IsUnavailable(failure))
        {
            Log.SweepFailed(log, failure);
        }
    }
}
