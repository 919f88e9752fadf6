namespace EdgeRuntime.Gateway.Tenants;

/// <summary>A new key with its secret, which is shown this once.</summary>
internal sealed record IssuedKey(KeyRow Key, string Secret);
