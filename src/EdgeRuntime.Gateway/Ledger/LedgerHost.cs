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
        await ledger.SweepAsync(cancellationToken, mayWait: false).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepEvery, time);
        do
        {
            await SweepAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ledger.SweepAsync(cancellationToken).ConfigureAwait(false);
            await upkeep.ForgetOldAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (StoreFailures.IsUnavailable(failure))
        {
            Log.SweepFailed(log, failure);
        }
    }
}
