namespace EdgeRuntime.Device.Cloud;

/// <summary>What the account has used this month.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="CostNanos">Spent, in nano units of the currency.</param>
/// <param name="Turns">Turns billed.</param>
/// <param name="BudgetLeftNanos">What may still be spent; null without a limit.</param>
/// <param name="RoundTrip">Time the answer took, the handshake included where the connection was new.</param>
public sealed record CloudUsage(string Currency, long CostNanos, long Turns, long? BudgetLeftNanos, TimeSpan RoundTrip);
