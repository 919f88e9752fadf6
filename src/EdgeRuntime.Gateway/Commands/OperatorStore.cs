using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Parts of the store for commands that expect it to be of the right version.</summary>
internal static class OperatorStore
{
    /// <summary>Brings the store to this program's version where the settings allow it, and gives a part.</summary>
    public static async ValueTask<T> OpenAsync<T>(this IServiceProvider services, CancellationToken cancellationToken)
        where T : notnull
    {
        await services.GetRequiredService<Migrator>().PrepareAsync(cancellationToken);
        return services.GetRequiredService<T>();
    }
}
