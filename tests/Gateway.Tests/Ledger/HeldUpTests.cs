using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Store;
using Npgsql;

namespace Gateway.Tests.Ledger;

/// <summary>Whatever holds one tenant's row in PostgreSQL, a frozen gateway or a person at psql, holds up that tenant alone.</summary>
public sealed class HeldUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1); // for a defect, not for a slow machine

    [PostgresFact]
    public async Task Commit_RowOfOneTenantIsLocked_OthersOnEveryGatewayAreServedAndThatOneAfterwards()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var (victim, other) = (await bench.TenantAsync("victim"), await bench.TenantAsync("other"));
        var (_, second) = bench.OpenSecond();
        await using var closing = second;
        await using var locked = new NpgsqlConnection(((PostgresStore)bench.Store).Source.ConnectionString);
        await locked.OpenAsync();
        var held = await locked.BeginTransactionAsync();
        await locked.Command("SELECT 1 FROM tenants WHERE tenant_id = 'victim' FOR UPDATE").ExecuteAsync(default);

        var waiting = bench.ReserveAsync(victim, "turn-1");
        var served = new List<Reservation>();
        for (var turn = 0; turn < 4; turn++)
        {
            served.Add(await bench.ReservedAsync(other, $"here-{turn}").WaitAsync(Patience));
            var there = await second.ReserveAsync(
                other, new ReservationRequest($"there-{turn}", "s", LedgerBench.Price, 10, 1, TimeSpan.FromMinutes(1)), default);
            Assert.Null(there.Failure);
        }

        Assert.False(waiting.IsCompleted);
        Assert.Equal(400, (await bench.SettledAsync(other, served[0].Id, outputTokens: 1).WaitAsync(Patience)).CostNanos);
        await held.RollbackAsync();
        Assert.Null((await bench.Time.PassUntilAsync(waiting).WaitAsync(Patience)).Failure);
        await bench.SettledAsync(victim, waiting.Result.Value!.Id, outputTokens: 1).WaitAsync(Patience);
        await bench.AuditAsync();
    }

    [PostgresFact]
    public async Task Commit_AnotherRowOfOneTenantIsLocked_OthersAreServedAndThatOneAfterwards()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var (victim, other) = (await bench.TenantAsync("victim"), await bench.TenantAsync("other"));
        await bench.SettledAsync(victim, (await bench.ReservedAsync(victim, "before")).Id, outputTokens: 1);
        await using var locked = new NpgsqlConnection(((PostgresStore)bench.Store).Source.ConnectionString);
        await locked.OpenAsync();
        foreach (var table in new[] { "balances", "usage", "reservations" })
        {
            var running = await bench.ReservedAsync(victim, $"runs-{table}");
            var held = await locked.BeginTransactionAsync();
            await locked.Command($"SELECT 1 FROM {table} WHERE tenant_id = 'victim' FOR UPDATE").ExecuteAsync(default);

            var waiting = bench.Ledger.SettleAsync(victim, running.Id, new Amounts(0, 1), "complete").AsTask();
            for (var turn = 0; turn < 4; turn++)
            {
                var served = await bench.ReservedAsync(other, $"{table}-{turn}").WaitAsync(Patience);
                Assert.Equal(400, (await bench.SettledAsync(other, served.Id, outputTokens: 1).WaitAsync(Patience)).CostNanos);
            }

            Assert.False(waiting.IsCompleted);
            await held.RollbackAsync();
            Assert.Equal(400, (await bench.Time.PassUntilAsync(waiting).WaitAsync(Patience)).Value!.CostNanos);
        }

        await bench.AuditAsync();
    }

    [PostgresFact]
    public async Task Commit_RowStaysLockedForLongerThanPatience_IsToldAndTheSettlementIsStoredLater()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var victim = await bench.TenantAsync("victim");
        var reservation = await bench.ReservedAsync(victim, "turn-1");
        await using var locked = new NpgsqlConnection(((PostgresStore)bench.Store).Source.ConnectionString);
        await locked.OpenAsync();
        var held = await locked.BeginTransactionAsync();
        await locked.Command("SELECT 1 FROM tenants WHERE tenant_id = 'victim' FOR UPDATE").ExecuteAsync(default);

        var reserved = await bench.Time.PassUntilAsync(bench.ReserveAsync(victim, "turn-2")).WaitAsync(Patience);
        var settled = await bench.Time.PassUntilAsync(
            bench.Ledger.SettleAsync(victim, reservation.Id, new Amounts(0, 1), "complete").AsTask()).WaitAsync(Patience);
        await held.RollbackAsync();
        var again = await bench.Time.PassUntilAsync(
            bench.Ledger.SettleAsync(victim, reservation.Id, new Amounts(0, 2), "complete").AsTask()).WaitAsync(Patience);

        Assert.Equal((StoreFailures.Unavailable, StoreFailures.Unavailable), (reserved.Failure, settled.Failure));
        Assert.Equal(400, again.Value!.CostNanos);
        await bench.AuditAsync();
    }

    [PostgresFact]
    public async Task Sweep_GatewayFrozenInTheMiddle_FreesItsTurnsAfterTheirTimeAndTheGrace()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var caller = await bench.TenantAsync("acme", budgetNanos: 1000);
        await bench.ReservedAsync(caller, "turn-1", lasts: TimeSpan.FromMinutes(1));
        var (_, second) = bench.OpenSecond();
        await using var closing = second;

        Assert.Equal(0, await second.SweepAsync(default));
        await bench.Store.WriteAsync(
            true, (connection, stop) => connection.Command("UPDATE reservations SET expires_at = expires_at - 89000").ExecuteAsync(stop),
            default);
        Assert.Equal(0, await second.SweepAsync(default));
        await bench.Store.WriteAsync(
            true, (connection, stop) => connection.Command("UPDATE reservations SET expires_at = expires_at - 2000").ExecuteAsync(stop),
            default);
        Assert.Equal(1, await second.SweepAsync(default));

        var request = new ReservationRequest("turn-1", "s", LedgerBench.Price, 1000, 1, TimeSpan.FromMinutes(1));
        Assert.Equal(1000, (await second.ReserveAsync(caller, request, default)).Value!.GrantedNanos);
        await bench.AuditAsync();
    }

    [PostgresFact]
    public async Task Commit_AnotherGatewayIsFrozenWithTheRowsOfATenant_ItsSessionEndsAndTheBooksStayRight()
    {
        await using var stores = await TestStore.CreateAsync(StoreKind.Postgres, Durability.Settlements);
        var store = (PostgresStore)stores.Open();
        await using var frozen = await FrozenGateway.StartAsync(stores.Address, store);
        await using var ledger = LedgerHammer.OpenLedger(store);

        await frozen.FreezeInATransactionAsync();
        var other = await ReserveAsync(ledger, FrozenGateway.Other).WaitAsync(Patience);
        var same = await ReserveAsync(ledger, LedgerHammer.Tenant).WaitAsync(Patience);
        await ledger.SettleAsync(LedgerBench.CallerOf(FrozenGateway.Other), other.Id, new Amounts(0, 1), "complete");
        await ledger.SettleAsync(LedgerBench.CallerOf(LedgerHammer.Tenant), same.Id, new Amounts(0, 1), "complete");
        await frozen.ThawAsync();

        Assert.Empty(await frozen.FindWrongAsync(store));
    }

    private static async Task<Reservation> ReserveAsync(ILedger ledger, string tenant)
    {
        while (true)
        {
            var request = new ReservationRequest(Guid.NewGuid().ToString("N"), "s", LedgerBench.Price, 10_000, 1, TimeSpan.FromMinutes(1));
            var reserved = await ledger.ReserveAsync(LedgerBench.CallerOf(tenant), request, default);
            if (reserved.Value is { } reservation) return reservation;
            Assert.Equal("store-unavailable", reserved.Failure!.Code);
        }
    }
}
