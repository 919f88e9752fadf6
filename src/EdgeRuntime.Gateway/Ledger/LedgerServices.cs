using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Ledger.Stores;
using EdgeRuntime.Gateway.Store;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Registers prices and the ledger.</summary>
public static class LedgerServices
{
    /// <summary>Adds <see cref="IPriceList"/> and <see cref="ILedger"/>; needs the store, which must be registered before.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LedgerOptions>().Bind(configuration.GetSection(LedgerOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LedgerOptions>, LedgerOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LedgerOptions>>().Value);
        services.AddSingleton<IPriceList, PriceList>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LedgerUpkeep>();
        services.AddSingleton(provider => OpenStore(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Ledger>>()));
        services.AddSingleton(provider => new Ledger(
            provider.GetRequiredService<ILedgerStore>(),
            provider.GetRequiredService<LedgerReader>(),
            provider.GetRequiredService<LedgerOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Ledger>>()));
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<Ledger>());
        services.AddHostedService<LedgerHost>();
        return services;
    }

    /// <summary>The ledger's part of a store.</summary>
    internal static ILedgerStore OpenStore(IStore store, TimeProvider time, ILogger log) => store switch
    {
        SqliteStore sqlite => new SqliteLedgerStore(sqlite),
        PostgresStore postgres => new PostgresLedgerStore(postgres, time, log),
        _ => throw new ArgumentException($"The ledger does not know the store {store.GetType().Name}.", nameof(store)),
    };
}
