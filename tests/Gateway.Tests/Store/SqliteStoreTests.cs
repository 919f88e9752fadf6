using EdgeRuntime.Gateway.Store;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Store;

public sealed class SqliteStoreTests
{
    [Fact]
    public async Task WriteAsync_AnotherProcessWrites_WaitsForItsEnd()
    {
        await using var made = await TestStore.CreateAsync(StoreKind.Sqlite);
        var store = (SqliteStore)made.Open();
        using var other = new SqliteConnection($"Data Source={store.File};Pooling=False");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");

        var writing = Task.Run(() =>
            store.WriteAsync(durable: false, (connection, stop) => connection.Command("SELECT 1").ExecuteAsync(stop), default).AsTask());
        var early = await Task.WhenAny(writing, Task.Delay(TimeSpan.FromMilliseconds(300)));
        Assert.NotSame(writing, early);
        await ExecuteAsync(other, "COMMIT");

        await writing;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
