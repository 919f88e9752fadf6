using Gateway.Tests.Store;

namespace Gateway.Tests.Ledger;

public sealed class KillTests
{
    [Theory, Stores]
    public async Task Kill9_AtAnyMoment_LosesNoBillAndLeavesNoReservation(StoreKind kind)
    {
        await using var stores = await TestStore.CreateAsync(kind);
        await using (var store = stores.Open()) await AddTenantAsync(store);
        var run = new KillRun(stores.Address, new Random(7));

        await run.KillAsync(times: kind == StoreKind.Sqlite ? 20 : 6);

        Assert.Empty(await run.FindWrongAsync(stores.Open()));
        Assert.NotEqual(0, run.Told);
    }

    internal static async Task AddTenantAsync(EdgeRuntime.Gateway.Store.IStore store)
    {
        var tenants = new EdgeRuntime.Gateway.Tenants.TenantRegistry(
            store, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<EdgeRuntime.Gateway.Tenants.TenantRegistry>.Instance);
        Assert.Null(
            (await tenants.AddAsync(
                LedgerHammer.Tenant, "Acme", new EdgeRuntime.Gateway.Tenants.TenantSettings { MonthlyBudgetNanos = 1_000_000_000_000 },
                default)).Failure);
    }
}
