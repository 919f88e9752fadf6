using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Tenants;

namespace Gateway.Tests.Fakes;

/// <summary>Keys are "TENANT" or "TENANT/DEVICE".</summary>
internal sealed class FakeTenants : ITenantDirectory
{
    public Dictionary<string, Caller> Callers { get; } = [];

    /// <summary>Keys that are refused by now.</summary>
    public Dictionary<string, Failure> Refused { get; } = [];

    public ValueTask<Outcome<IReadOnlyDictionary<string, Failure>>> RefusedAsync(
        IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) =>
        new(Outcome<IReadOnlyDictionary<string, Failure>>.From(Refused.Where(refused => keyIds.Contains(refused.Key)).ToDictionary()));

    public ValueTask<Outcome<Caller>> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (Callers.TryGetValue(key, out var known)) return new(known);
        if (!key.StartsWith("tenant", StringComparison.Ordinal))
        {
            return new(new Failure("key-unknown", "No such key.", "Use another.", Blame.Tenant));
        }

        var parts = key.Split('/');
        return new(
            new Caller(parts[0], "key-of-" + key, parts.ElementAtOrDefault(1))
            {
                Settings = new TenantSettings { BlockedTopics = ["forbidden"] },
            });
    }
}
