namespace EdgeRuntime.Contracts.Companion;

/// <summary>How the glasses are set.</summary>
/// <param name="WakePhrases">Wake phrases to choose from.</param>
public sealed record SettingsMessage(SettingsBody Now, IReadOnlyList<string> WakePhrases)
{
    /// <summary><see cref="LiveNames.Settings"/>.</summary>
    public string T { get; init; } = LiveNames.Settings;

    /// <summary>What the cloud may cost this month and has; null where it is not known.</summary>
    public BudgetRow? Budget { get; init; }
}
