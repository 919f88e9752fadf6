using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>Registers what is kept of conversations.</summary>
public static class HistoryServices
{
    /// <summary>Adds <see cref="ISessionHistory"/>; needs the store, which must be registered before.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HistoryOptions>().Bind(configuration.GetSection(HistoryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HistoryOptions>, HistoryOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<HistoryOptions>>().Value);
        services.AddSingleton<StoredHistory>();
        services.AddSingleton<ISessionHistory>(provider => provider.GetRequiredService<StoredHistory>());
        services.AddHostedService<HistoryHost>();
        return services;
    }
}
