using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>Deletes expired sessions while the gateway runs.</summary>
internal sealed class HistoryHost(StoredHistory history, HistoryOptions options, TimeProvider time, ILogger<HistoryHost> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.DeleteEvery, time);
        do
        {
            await StoreFailures.GuardAsync(
            log, async () => (Outcome<int>)await history.DeleteExpiredAsync(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
