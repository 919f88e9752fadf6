using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using Gateway.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Tenants;

public sealed class TenantDirectoryTests
{
    private readonly JumpingTime _time = new();
    private readonly TenantsOptions _options = new() { MostRemembered = 8 };

    [Theory, Stores]
    public async Task Authenticate_AGoodKey_GivesItsScopeAndTheTenantsSettings(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync(
            new KeyScope("glasses-7", ["small", "large"], Features.Chat | Features.Tools, TimeSpan.FromDays(1)));

        var caller = (await bench.Directory.AuthenticateAsync(issued.Secret, default)).Value!;

        Assert.Equal(("acme", issued.Key.Id, "glasses-7"), (caller.TenantId, caller.KeyId, caller.DeviceId));
        Assert.Equal(["large", "small"], caller.Models.Order());
        Assert.Equal(Features.Chat | Features.Tools, caller.Features);
        Assert.Equal((5_000_000L, 7), (caller.Settings.MonthlyBudgetNanos, caller.Settings.Weight));
    }

    [Theory, Stores]
    public async Task Refused_KeysThatWereGoodOnce_AreThoseThatAreRevokedOrSuspended(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var (good, bad) = (await bench.KeyAsync(), await bench.KeyAsync());
        string[] both = [good.Key.Id, bad.Key.Id];

        Assert.Empty((await bench.Directory.RefusedAsync(both, default)).Value!);
        await bench.Keys.RevokeAsync(bad.Key.Id, default);
        Assert.Equal(
            [(bad.Key.Id, "key-revoked")],
            (await bench.Directory.RefusedAsync(both, default)).Value!.Select(refused => (refused.Key, refused.Value.Code)));
        await bench.Tenants.SuspendAsync("acme", true, default);
        Assert.Equal("tenant-suspended", (await bench.Directory.RefusedAsync(both, default)).Value![good.Key.Id].Code);
    }

    [Theory, Stores]
    public async Task Refused_KeysThatHaveExpiredOrWereRotatedAway_AreNamed(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var expiring = await bench.KeyAsync(new KeyScope(null, [], Features.All, TimeSpan.FromSeconds(3)));
        var (rotated, good) = (await bench.KeyAsync(), await bench.KeyAsync());
        string[] all = [expiring.Key.Id, rotated.Key.Id, good.Key.Id];
        Assert.Null((await bench.Keys.RotateAsync(rotated.Key.Id, TimeSpan.FromSeconds(3), default)).Failure);

        Assert.Empty((await bench.Directory.RefusedAsync(all, default)).Value!);
        _time.Advance(TimeSpan.FromSeconds(3));
        var refused = (await bench.Directory.RefusedAsync(all, default)).Value!;

        Assert.Equal(all[..2].Order(), refused.Keys.Order());
        Assert.All(refused.Values, why => Assert.Equal("key-expired", why.Code));
    }

    [Theory, Stores]
    public async Task Authenticate_AnythingElse_IsUnknown(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync();

        foreach (var key in new[] { "", "egk_", issued.Secret + "x", issued.Secret[..^1], issued.Secret.ToUpperInvariant(), issued.Key.Id,
            KeyText.Sha256(issued.Secret), "egk_" + new string('x', 10_000) })
        {
            Assert.Equal("key-unknown", (await bench.Directory.AuthenticateAsync(key, default)).Failure!.Code);
        }

        Assert.Equal(0, bench.Cache.Count);
    }

    [Theory, Stores]
    public async Task Authenticate_RevokedWhileRemembered_IsRefusedAfterTwoSecondsWhateverTheClockSays(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync();
        Assert.Null((await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure);
        await bench.Keys.RevokeAsync(issued.Key.Id, default);
        _time.Jump = TimeSpan.FromDays(-1);

        _time.Advance(_options.Remember);

        Assert.Equal("key-revoked", (await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure!.Code);
    }

    [Theory, Stores]
    public async Task Authenticate_ExpiredWhileRemembered_IsRefusedAtOnce(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync(new KeyScope(null, [], Features.All, TimeSpan.FromSeconds(1)));
        Assert.Null((await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("key-expired", (await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure!.Code);
    }

    [Theory, Stores]
    public async Task Authenticate_TenantSuspendedAndResumed_IsRefusedAndAdmittedAgain(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync();
        await bench.Tenants.SuspendAsync("acme", suspended: true, default);
        Assert.Equal("tenant-suspended", (await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure!.Code);

        await bench.Tenants.SuspendAsync("acme", suspended: false, default);
        _time.Advance(_options.Remember);

        Assert.Null((await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure);
    }

    [Theory, Stores]
    public async Task Authenticate_MoreKeysThanAreRemembered_ForgetsTheOldest(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);

        for (var i = 0; i < 20; i++)
        {
            Assert.Null((await bench.Directory.AuthenticateAsync((await bench.KeyAsync()).Secret, default)).Failure);
        }

        Assert.InRange(bench.Cache.Count, 1, _options.MostRemembered);
    }

    [Theory, Stores]
    public async Task Rotate_AKey_GivesOneOfTheSameScopeAndEndsTheOldOne(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var old = await bench.KeyAsync(new KeyScope("glasses-7", ["small"], Features.Chat, null));

        var rotated = (await bench.Keys.RotateAsync(old.Key.Id, TimeSpan.FromHours(1), default)).Value!;

        Assert.Equal(
            ("glasses-7", Features.Chat, "small"), (rotated.Key.DeviceId, rotated.Key.Features, Assert.Single(rotated.Key.Models)));
        Assert.Null((await bench.Directory.AuthenticateAsync(old.Secret, default)).Failure);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("key-expired", (await bench.Directory.AuthenticateAsync(old.Secret, default)).Failure!.Code);
        Assert.Null((await bench.Directory.AuthenticateAsync(rotated.Secret, default)).Failure);
    }

    [Theory, Stores]
    public async Task Store_AfterAKeyWasMade_HoldsItsHashOnly(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync();

        await using var connection = await bench.Store.OpenReaderAsync(default);
        var rows = await connection.Command("SELECT key_id || tenant_id || device_id || models || sha256 FROM keys")
            .ListAsync(row => row.GetString(0), default);

        Assert.EndsWith(KeyText.Sha256(issued.Secret), Assert.Single(rows));
        Assert.DoesNotContain(issued.Secret[4..], rows[0]);
    }

    [Theory, Stores]
    public async Task Authenticate_StoreAway_RefusesWhatIsNoLongerRemembered(StoreKind kind)
    {
        await using var bench = await OpenAsync(kind);
        var issued = await bench.KeyAsync();
        Assert.Null((await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure);
        await bench.Store.DisposeAsync();

        Assert.Null((await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure);
        _time.Advance(_options.Remember);

        Assert.Equal("store-unavailable", (await bench.Directory.AuthenticateAsync(issued.Secret, default)).Failure!.Code);
    }

    private async Task<TenantBench> OpenAsync(StoreKind kind) => await TenantBench.OpenAsync(kind, _options, _time);
}
