namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>What <c>migrate</c> did, in JSON output.</summary>
/// <param name="From">Version before.</param>
/// <param name="To">Version now.</param>
/// <param name="Wrong">What does not add up; null when it was not looked for.</param>
internal sealed record MigrateReport(long From, long To, IReadOnlyList<string>? Wrong);
