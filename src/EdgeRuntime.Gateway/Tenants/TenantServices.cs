using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>Registers tenants, keys and authentication.</summary>
public static class TenantServices
{
    /// <summary>Adds <see cref="ITenantDirectory"/> and <see cref="DevelopmentTenant"/>; needs the store and
    /// the ledger's prices.</summary>
    public static IServiceCollection AddTenants(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TenantsOptions>().Bind(configuration.GetSection(TenantsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TenantsOptions>, TenantsOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TenantRegistry>();
        services.AddSingleton<KeyRegistry>();
        services.AddSingleton(provider =>
            new KeyCache(provider.GetRequiredService<IOptions<TenantsOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ITenantDirectory, TenantDirectory>();
        services.AddSingleton<DevelopmentTenant>();
        return services;
    }
}
