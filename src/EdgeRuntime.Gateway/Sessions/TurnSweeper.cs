namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Drops turns that are over, once a second; at the signal to stop it drains the running ones before anything else
/// stops.</summary>
internal sealed class TurnSweeper(TurnRegistry turns, SessionsOptions options, TimeProvider time) : BackgroundService,
    IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => turns.DrainAsync(options.DrainLimit);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) turns.Sweep();
    }
}
