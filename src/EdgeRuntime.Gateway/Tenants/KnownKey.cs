namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What the store said about a key.</summary>
/// <param name="Caller">Who calls with it.</param>
/// <param name="ExpiresAt">Its end; null for none.</param>
/// <param name="Revoked">True when it was revoked.</param>
/// <param name="Suspended">True when its tenant is suspended.</param>
internal sealed record KnownKey(Caller Caller, DateTimeOffset? ExpiresAt, bool Revoked, bool Suspended);
