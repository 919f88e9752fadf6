using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>What one device of a tenant was billed for at one price.</summary>
/// <param name="DeviceId">Empty for keys of the tenant itself.</param>
/// <param name="Price">Model, and what it cost when these turns were billed.</param>
/// <param name="Sum">Of its bills.</param>
/// <param name="EstimatedTurns">Turns whose tokens are an estimate.</param>
internal readonly record struct BilledUsage(string DeviceId, ModelPrice Price, UsageSum Sum, long EstimatedTurns);
