using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Puts the store into the host, with what migrates and probes it.</summary>
public static class StoreServices
{
    /// <summary>Adds the store; the host brings it to the right version before anything else starts.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StoreOptions>().Bind(configuration.GetSection(StoreOptions.Section))
            .Configure(
                options =>
                    (options.DataFolder, options.Replica) =
                        (configuration[StoreOptions.DataFolderKey] ?? "", configuration[StoreOptions.ReplicaKey] ?? "gateway"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStore>(provider => Open(provider.GetRequiredService<IOptions<StoreOptions>>().Value));
        services.AddSingleton<Migrator>();
        services.AddSingleton<StoreProbe>();
        services.AddHostedService<StoreHost>();
        return services;
    }

    /// <summary>SQLite or PostgreSQL, as the options say. Throws <see cref="StoreClosedException"/> with one sentence when SQLite's file
    /// cannot be used.</summary>
    internal static IStore Open(StoreOptions options)
    {
        if (options.IsPostgres) return new PostgresStore(options);
        try
        {
            return new SqliteStore(options);
        }
        catch (Exception failure) when (StoreFailures.IsUnavailable(failure))
        {
            throw new StoreClosedException($"The store in {options.DataFolder} cannot be used: {StoreFailures.Why(failure)}", failure);
        }
    }
}
