namespace EdgeRuntime.Gateway.Tenants;

/// <summary>A tenant for one development run of the gateway.</summary>
public interface IDevelopmentTenant
{
    /// <summary>Makes a throw-away tenant without a budget limit and gives the secret of its only key.</summary>
    ValueTask<Outcome<string>> CreateAsync(CancellationToken cancellationToken);
}
