namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>What usage is summed by; also a line of an invoice.</summary>
internal readonly record struct UsageKey(string TenantId, int Month, string DeviceId, string Model);
