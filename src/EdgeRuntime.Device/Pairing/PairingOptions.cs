using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Pairing;

/// <summary>How long a pairing window stays open, how often it may fail, and how many bonds are kept.</summary>
public sealed record PairingOptions
{
    /// <value>How long a window stays open.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Bonds that are kept; one more takes the place of the one used least recently.</value>
    public int MaxBonds { get; init; } = 5;

    /// <value>Windows in which a phone's confirmation was wrong, within <see cref="FailurePeriod"/>, before no more are opened.</value>
    public int MaxFailures { get; init; } = 5;

    /// <value>How long a failed window counts.</value>
    public TimeSpan FailurePeriod { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() =>
        Window <= TimeSpan.Zero || Window > TimeSpan.FromMinutes(10) || MaxBonds is < 1 or > 20 || MaxFailures < 1
            || FailurePeriod <= TimeSpan.Zero
            ? new Failure(
                Stages.Start, "pairing-options-invalid",
                "Pairing needs a window of up to ten minutes, 1 to 20 bonds and a limit of failures.", "Correct the setting.")
            : null;
}
