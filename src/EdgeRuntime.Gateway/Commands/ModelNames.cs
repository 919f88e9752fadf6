using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Whether models that an operator names are there, by the configuration that the command reads like <c>serve</c>.</summary>
internal static class ModelNames
{
    /// <summary>One <c>setting-wrong</c> about the first that is not, or null.</summary>
    public static Failure? Unknown(IServiceProvider services, IEnumerable<string> named)
    {
        string[] models = [.. services.GetRequiredService<IPriceList>().Models];
        if (named.Except(models, StringComparer.Ordinal).FirstOrDefault() is not { } unknown) return null;
        var next = NearestName.Find(unknown, models) is { } meant
            ? $"Did you mean '{meant}'?"
            : $"Name one of Gateway:Upstreams:Models, which are {string.Join(", ", models)}.";
        return TenantFailures.SettingWrong($"There is no model '{unknown}'.", next);
    }
}
