using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Store;

public sealed class MigratorTests
{
    [Theory, Stores]
    public async Task Migrate_SeveralAtOnce_RunsEveryStepOnce(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var migrators = Enumerable.Range(0, 4).Select(_ => Of(store.Open())).ToList();

        var versions = await Task.WhenAll(migrators.Select(migrator => migrator.MigrateAsync(default).AsTask()));

        Assert.All(versions, version => Assert.Equal(Migrator.Newest, version));
    }

    [Theory, Stores]
    public async Task Migrate_StoreOfTheFirstVersion_KeepsMoneyAndSessionsAndGivesEachSessionItsDevice(StoreKind kind)
    {
        await using var stores = TestStore.Empty(kind);
        var store = stores.Open();
        await store.WriteAsync(true, async (connection, stop) =>
        {
            var first = Migrations.All[0];
            await connection.Command("CREATE TABLE schema_versions (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)")
                .ExecuteAsync(stop);
            await connection.Command(store is SqliteStore ? first.Both.Replace("/*compact*/", "WITHOUT ROWID", StringComparison.Ordinal)
                + first.Sqlite : first.Both + first.Postgres).ExecuteAsync(stop);
            return await connection.Command(OldRows).ExecuteAsync(stop);
        }, default);

        Assert.Equal(1, await Of(store).MigrateAsync(default));

        var history = new StoredHistory(store, new HistoryOptions(), new JumpingTime(), NullLogger<StoredHistory>.Instance);
        var caller = LedgerBench.CallerOf("acme");
        Assert.Equal("kept", Assert.Single((await history.LoadAsync(caller with { DeviceId = "glasses" }, "s", default)).Value!).Text);
        Assert.Equal("own", Assert.Single((await history.LoadAsync(caller, "t", default)).Value!).Text);
        Assert.Empty((await history.LoadAsync(caller with { DeviceId = "other" }, "s", default)).Value!);
        await using var ledger = LedgerHammer.OpenLedger(store);
        await ledger.SweepAsync(default);
        var again = await ledger.ReserveAsync(
            caller, new ReservationRequest("turn-2", "s", LedgerBench.Price, 10, 1, TimeSpan.FromMinutes(1)), default);
        Assert.Null(again.Failure);
        Assert.Equal(
            900, (await new LedgerReader(store, NullLogger<LedgerReader>.Instance).BilledAsync("acme", 202611, default)).Value!.Sum(
                line => line.Sum.CostNanos));
        Assert.Empty(await new LedgerAudit(store).FindAsync(default));
    }

    private const string OldRows = """
        INSERT INTO schema_versions VALUES (1, 0);
        INSERT INTO tenants VALUES ('acme', 'Acme', '{"weight":2}', NULL, 0, 0);
        INSERT INTO bills VALUES ('bill', 'acme', 'key', 'glasses', 's', 'turn-1', 202611, 'b', 100, 400, 0, 0, 1000, 5, 1, 2, 0, 0, 0, 900, 'complete', 6);
        INSERT INTO bills VALUES ('bill-2', 'acme', 'key', 'other', 's', 'turn-3', 202611, 'b', 100, 400, 0, 0, 1000, 7, 0, 0, 0, 0, 0, 0, 'complete', 8);
        INSERT INTO postings VALUES ('bill', 'tenant/acme', -900), ('bill', 'revenue/b', 900), ('bill-2', 'tenant/acme', 0), ('bill-2', 'revenue/b', 0);
        INSERT INTO usage VALUES ('acme', 202611, 'glasses', 'b', 1, 1, 2, 0, 0, 0, 900), ('acme', 202611, 'other', 'b', 1, 0, 0, 0, 0, 0, 0);
        INSERT INTO reservations VALUES ('r', 'acme', 'key', '', 's', 'turn-2', 202611, 'b', 100, 400, 0, 0, 50, 5, 12345, 7, 0);
        INSERT INTO balances VALUES ('acme', 202611, 900, 50);
        INSERT INTO sessions VALUES ('acme', 's', 99999999999999), ('acme', 't', 99999999999999);
        INSERT INTO session_turns (tenant_id, session_id, messages) VALUES ('acme', 's', '[{"role":"User","text":"kept"}]'), ('acme', 't', '[{"role":"User","text":"own"}]');
        """;

    [Theory, Stores]
    public async Task Prepare_StoreOfALaterVersion_IsRefused(StoreKind kind)
    {
        await using var stores = await TestStore.CreateAsync(kind);
        var store = stores.Open();
        await store.WriteAsync(
            true, (connection, stop) => connection.Command("INSERT INTO schema_versions VALUES (99, 0)").ExecuteAsync(stop), default);

        var refused = await Assert.ThrowsAsync<StoreClosedException>(async () => await Of(store).PrepareAsync(default));

        Assert.Equal(
            $"Refusing to use a store of version 99: this program knows {Migrator.Newest}; use a newer edge-gateway.", refused.Message);
    }

    [Theory, Stores]
    public async Task Prepare_OldStoreThatMayNotBeMigrated_SaysWhatToDo(StoreKind kind)
    {
        await using var stores = await TestStore.CreateAsync(kind);
        stores.Options.MigrateAtStart = false;
        var store = stores.Open();
        await store.WriteAsync(true, (connection, stop) => connection.Command("DELETE FROM schema_versions").ExecuteAsync(stop), default);

        var refused = await Assert.ThrowsAsync<StoreClosedException>(async () => await Of(store).PrepareAsync(default));

        Assert.EndsWith("run edge-gateway migrate.", refused.Message);
    }

    [Theory, Stores]
    public async Task Ledger_BillsAndPostings_CanNeitherBeChangedNorDeleted(StoreKind kind)
    {
        await using var stores = await TestStore.CreateAsync(kind);
        var store = stores.Open();
        await store.WriteAsync(
            true, (connection, stop) => connection.Command("INSERT INTO postings VALUES ('b', 'a', 1)").ExecuteAsync(stop), default);

        foreach (var sql in new[] { "UPDATE postings SET amount_nanos = 2", "DELETE FROM postings" })
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () =>
                await store.WriteAsync(true, (connection, stop) => connection.Command(sql).ExecuteAsync(stop), default));
            Assert.Contains("append-only", refused.Message);
        }
    }

    [Theory, Stores]
    public async Task Write_WorkThatThrows_LeavesNothingBehind(StoreKind kind)
    {
        await using var stores = await TestStore.CreateAsync(kind);
        var store = stores.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.WriteAsync<int>(true, async (connection, stop) =>
        {
            await connection.Command("INSERT INTO postings VALUES ('b', 'a', 1)").ExecuteAsync(stop);
            throw new InvalidOperationException("in the middle");
        }, default));

        await using var reader = await store.OpenReaderAsync(default);
        Assert.Empty(await reader.Command("SELECT bill_id FROM postings").ListAsync(row => row.GetString(0), default));
    }

    private static Migrator Of(IStore store) => new(store, TimeProvider.System, NullLogger<Migrator>.Instance);
}
