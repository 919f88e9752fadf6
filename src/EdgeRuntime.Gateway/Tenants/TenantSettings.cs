namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What an operator has set for one tenant.</summary>
public sealed record TenantSettings
{
    /// <value>Model when the caller names none; null for the gateway's default.</value>
    public string? DefaultModel { get; init; }

    /// <value>Spending limit per calendar month (UTC) in nano units of the currency; null for none.</value>
    public long? MonthlyBudgetNanos { get; init; }

    /// <value>Turns begun per minute.</value>
    public int RequestsPerMinute { get; init; } = 600;

    /// <value>Input and output tokens per minute.</value>
    public int TokensPerMinute { get; init; } = 1_000_000;

    /// <value>Turns running at the same time.</value>
    public int ConcurrentTurns { get; init; } = 256;

    /// <value>Share of the gateway under overload, against other tenants' weights.</value>
    public int Weight { get; init; } = 1;

    /// <value>What is done about personal data and secrets in what is sent.</value>
    public string PersonalData { get; init; } = "redact"; // off, redact or refuse

    /// <value>Whether all devices of the tenant read and continue each other's sessions; otherwise a session belongs to its device.</value>
    public bool ShareSessions { get; init; }

    /// <value>Topics that are refused, as words or phrases.</value>
    public IReadOnlyList<string> BlockedTopics { get; init; } = [];
}
