using EdgeRuntime.Gateway.Tenants;
using Gateway.Tests.Store;

namespace Gateway.Tests.Tenants;

public sealed class TenantRegistryTests
{
    [Theory, Stores]
    public async Task Add_ThenFind_GivesEverySettingBack(StoreKind kind)
    {
        await using var bench = await TenantBench.OpenAsync(kind, new TenantsOptions(), TimeProvider.System);
        var settings = new TenantSettings
        {
            DefaultModel = "small",
            MonthlyBudgetNanos = 7,
            RequestsPerMinute = 1,
            TokensPerMinute = 2,
            ConcurrentTurns = 3,
            Weight = 4,
            PersonalData = "refuse",
            BlockedTopics = ["weapons"],
        };

        await bench.Tenants.AddAsync("other", "The other", settings, default);
        var found = (await bench.Tenants.FindAsync("other", default)).Value!;

        Assert.Equal(settings with { BlockedTopics = [] }, found.Settings with { BlockedTopics = [] });
        Assert.Equal(["weapons"], found.Settings.BlockedTopics);
        Assert.Equal(("The other", false), (found.Name, found.Suspended));
    }

    [Theory, Stores]
    public async Task Add_SameIdTwice_IsRefused(StoreKind kind)
    {
        await using var bench = await TenantBench.OpenAsync(kind, new TenantsOptions(), TimeProvider.System);

        Assert.Equal("tenant-exists", (await bench.Tenants.AddAsync("acme", "again", new TenantSettings(), default)).Failure!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("a\0b")]
    public async Task Add_BadId_IsRefused(string id)
    {
        await using var bench = await TenantBench.OpenAsync(StoreKind.Sqlite, new TenantsOptions(), TimeProvider.System);

        Assert.Equal("id-wrong", (await bench.Tenants.AddAsync(id, id, new TenantSettings(), default)).Failure!.Code);
    }

    [Fact]
    public async Task Change_SettingsOutOfBounds_IsRefusedAndNothingChanges()
    {
        await using var bench = await TenantBench.OpenAsync(StoreKind.Sqlite, new TenantsOptions(), TimeProvider.System);
        Func<TenantSettings, TenantSettings>[] bad =
        [
            settings => settings with { MonthlyBudgetNanos = -1 },
            settings => settings with { RequestsPerMinute = 0 },
            settings => settings with { TokensPerMinute = -5 },
            settings => settings with { ConcurrentTurns = 0 },
            settings => settings with { Weight = 1001 },
            settings => settings with { PersonalData = "sell" },
            settings => settings with { DefaultModel = new string('m', 65) },
            settings => settings with { BlockedTopics = [" "] },
        ];

        foreach (var change in bad) Assert.Equal("setting-wrong", (await bench.Tenants.ChangeAsync("acme", change, default)).Failure!.Code);

        Assert.Equal(5_000_000, (await bench.Tenants.FindAsync("acme", default)).Value!.Settings.MonthlyBudgetNanos);
    }

    [Fact]
    public async Task KeysAdd_NothingItCouldBeUsedFor_IsRefused()
    {
        await using var bench = await TenantBench.OpenAsync(StoreKind.Sqlite, new TenantsOptions(), TimeProvider.System);

        Assert.Equal(
            "tenant-unknown", (await bench.Keys.AddAsync("nobody", new KeyScope(null, [], Features.All, null), default)).Failure!.Code);
        Assert.Equal(
            "setting-wrong", (await bench.Keys.AddAsync("acme", new KeyScope(null, [], Features.None, null), default)).Failure!.Code);
        Assert.Equal(
            "setting-wrong",
            (await bench.Keys.AddAsync("acme", new KeyScope(null, [], Features.All, TimeSpan.Zero), default)).Failure!.Code);
        Assert.Equal("id-wrong", (await bench.Keys.AddAsync("acme", new KeyScope("a/b", [], Features.All, null), default)).Failure!.Code);
    }
}
