using EdgeRuntime.Gateway.Store;
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

        Assert.All(versions, version => Assert.Equal((Migrator.Newest, Migrator.Newest), version));
    }

    [Theory, Stores]
    public async Task Prepare_StoreOfALaterVersion_IsRefused(StoreKind kind)
    {
        await using var stores = await TestStore.CreateAsync(kind);
        var store = stores.Open();
        await store.WriteAsync(true, (connection, stop) => connection.Command("INSERT INTO schema_versions VALUES (99, 0)").ExecuteAsync(stop), default);

        var refused = await Assert.ThrowsAsync<StoreClosedException>(async () => await Of(store).PrepareAsync(default));

        Assert.Equal($"Refusing to use a store of version 99: this program knows {Migrator.Newest}; use a newer edge-gateway.", refused.Message);
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
        await store.WriteAsync(true, (connection, stop) => connection.Command("INSERT INTO postings VALUES ('b', 'a', 1)").ExecuteAsync(stop), default);

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
