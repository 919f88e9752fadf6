using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>A standing attack: whatever one tenant knows of another, it gets and changes nothing of it.</summary>
public sealed class OtherTenantTests
{
    [Theory, Stores]
    public async Task Ledger_SameKeyOrStolenId_GivesAndChangesNothing(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var victim = await bench.TenantAsync("victim");
        var thief = await bench.TenantAsync("thief");
        var running = await bench.ReservedAsync(victim, "running");
        var settled = await bench.ReservedAsync(victim, "settled");
        await bench.SettledAsync(victim, settled.Id, outputTokens: 1);
        var before = await bench.UsageAsync(victim);

        foreach (var id in new[] { running.Id, settled.Id })
        {
            Assert.Equal("reservation-unknown", (await bench.Ledger.SettleAsync(thief, id, new Amounts(0, 1), "complete")).Failure!.Code);
            Assert.Null(await bench.Ledger.ReleaseAsync(thief, id));
        }

        foreach (var key in new[] { "running", "settled" })
        {
            var own = await bench.ReservedAsync(thief, key);
            Assert.Null(own.Settled);
            Assert.NotEqual(TurnId.Create("victim", key), own.Id);
            await bench.SettledAsync(thief, own.Id, outputTokens: 1);
        }

        Assert.Equal(before, await bench.UsageAsync(victim));
        Assert.Equal(2, (await bench.UsageAsync(thief)).Turns);
        Assert.Equal(new UsageTotals(0, default, 0, 0, null), await bench.UsageAsync(thief, device: "glasses-of-the-victim"));
    }

    [Theory]
    [InlineData("a", "b-c", "a-b", "c")]
    [InlineData("a", "bc", "ab", "c")]
    [InlineData("a", "", "", "a")]
    public void TurnId_TenantAndKeyThatReadTheSameTogether_Differ(string tenant, string key, string otherTenant, string otherKey) =>
        Assert.NotEqual(TurnId.Create(tenant, key), TurnId.Create(otherTenant, otherKey));

    [Theory, Stores]
    public async Task History_SameSession_GivesAndDeletesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = new StoredHistory(store.Open(), new HistoryOptions(), new JumpingTime(), NullLogger<StoredHistory>.Instance);
        var (victim, thief) = (LedgerBench.CallerOf("victim"), LedgerBench.CallerOf("thief"));
        await history.AppendAsync(
            victim, "session", new Reservation("", 0, long.MaxValue),
            [new ChatMessage(ChatRole.User, "the safe is behind the picture")], default);

        Assert.Empty((await history.LoadAsync(thief, "session", default)).Value!);
        Assert.False((await history.ForgetAsync(thief, "session", default)).Value);
        await history.AppendAsync(
            thief, "session", new Reservation("", 0, long.MaxValue), [new ChatMessage(ChatRole.User, "mine")], default);

        Assert.Equal("the safe is behind the picture", Assert.Single((await history.LoadAsync(victim, "session", default)).Value!).Text);
        Assert.Equal("mine", Assert.Single((await history.LoadAsync(thief, "session", default)).Value!).Text);
    }
}
