namespace EdgeRuntime.Gateway.Store;

/// <summary>Brings the store to the right version at start, or refuses to start.</summary>
internal sealed class StoreHost(IStore store, Migrator migrator) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (store.Options.MigrateAtStart) await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
        else await migrator.RequireNewestAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
