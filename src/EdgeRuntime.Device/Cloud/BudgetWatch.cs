using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Keeps the router's figures fresh while a service runs: the budget that is left and the round trip.
/// Asks only with consent and never while locked.</summary>
/// <param name="cloud">Whom it asks.</param>
/// <param name="state">Settings.</param>
public sealed class BudgetWatch(CloudConnection cloud, IGlassesState state, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UntilConsent = TimeSpan.FromSeconds(5); // looks at the settings only

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(await AskAsync(cancellationToken).ConfigureAwait(false), time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Gives the pause until the next time. The first answer holds the handshake; the second is the round trip.
    private async ValueTask<TimeSpan> AskAsync(CancellationToken cancellationToken)
    {
        if (state.Current.Settings is not { CloudConsent: true, LocalOnly: false }) return UntilConsent;
        var opened = await cloud.OpenAsync(cancellationToken).ConfigureAwait(false);
        return opened.TryGet(out var client, out _)
            && (await client.UsageAsync(cancellationToken).ConfigureAwait(false)).Failure is null
            && (await client.UsageAsync(cancellationToken).ConfigureAwait(false)).Failure is null
            ? Every
            : AfterFailure; // a turn that needs the cloud says what is wrong with it
    }
}
