using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using Gateway.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Tenants;

/// <summary>A store with one tenant, "acme", and everything that reads and writes keys.</summary>
internal sealed class TenantBench : IAsyncDisposable
{
    private readonly TestStore _stores;

    private TenantBench(TestStore stores, TenantsOptions options, TimeProvider time)
    {
        (_stores, Store) = (stores, stores.Open());
        Tenants = new TenantRegistry(Store, time, NullLogger<TenantRegistry>.Instance);
        Keys = new KeyRegistry(Store, time, NullLogger<KeyRegistry>.Instance);
        Cache = new KeyCache(options, time);
        Directory = new TenantDirectory(Store, Cache, time, NullLogger<TenantDirectory>.Instance);
    }

    public IStore Store { get; }

    public TenantRegistry Tenants { get; }

    public KeyRegistry Keys { get; }

    public KeyCache Cache { get; }

    public TenantDirectory Directory { get; }

    public static async Task<TenantBench> OpenAsync(StoreKind kind, TenantsOptions options, TimeProvider time)
    {
        var bench = new TenantBench(await TestStore.CreateAsync(kind), options, time);
        Assert.Null(
            (await bench.Tenants.AddAsync(
                "acme", "Acme", new TenantSettings { MonthlyBudgetNanos = 5_000_000, Weight = 7 }, default)).Failure);
        return bench;
    }

    public async Task<IssuedKey> KeyAsync(KeyScope? scope = null)
    {
        var issued = await Keys.AddAsync("acme", scope ?? new KeyScope(null, [], Features.All, null), default);
        Assert.Null(issued.Failure);
        return issued.Value!;
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();
}
