namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What a tenant has spent and set aside in one month, in nano units.</summary>
internal readonly record struct Balance(long SettledNanos, long ReservedNanos);
