using EdgeRuntime.Gateway.Upstreams.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Adds the models behind the gateway.</summary>
public static class UpstreamsServices
{
    /// <summary>Adds <see cref="IModels"/> as configured at <see cref="UpstreamsOptions.Section"/>; bad settings stop the program at its
    /// start.</summary>
    public static IServiceCollection AddUpstreams(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UpstreamsOptions>().Bind(configuration.GetSection(UpstreamsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UpstreamsOptions>, UpstreamsOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RouteTable>();
        services.AddSingleton<RouteCaller>();
        services.AddSingleton<IModels, Models>();
        services.AddHostedService<HealthProbe>();
        services.AddSingleton<IModeration, Moderation>();
        return services;
    }
}
