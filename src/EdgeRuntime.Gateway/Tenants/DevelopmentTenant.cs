using System.Security.Cryptography;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>A tenant for one development run of the gateway.</summary>
internal sealed class DevelopmentTenant(TenantRegistry tenants, KeyRegistry keys)
{
    // A run of development is over long before; then its key opens nothing.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private static readonly TenantSettings Unlimited = new()
    {
        RequestsPerMinute = int.MaxValue,
        TokensPerMinute = int.MaxValue,
        ConcurrentTurns = int.MaxValue,
    };

    /// <summary>Makes a throw-away tenant without a budget limit and gives the secret of its only key.</summary>
    public async ValueTask<Outcome<string>> CreateAsync(CancellationToken cancellationToken)
    {
        var id = "development-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var made = await tenants.AddAsync(id, "A run for development", Unlimited, cancellationToken);
        if (!made.TryGet(out _, out var failure)) return failure;
        var key = await keys.AddAsync(id, new KeyScope(null, [], Features.All, Lifetime), cancellationToken);
        return key.TryGet(out var issued, out failure) ? issued.Secret : failure;
    }
}
