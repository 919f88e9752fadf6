namespace EdgeRuntime.Gateway.Store;

/// <summary>Brings the store to the right version at start, or refuses to start.</summary>
internal sealed class StoreHost(Migrator migrator) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        await migrator.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
