using System.Data.Common;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Store;
using Npgsql;

namespace Gateway.Tests.Sessions.History;

public sealed class SessionWritersTests
{
    [PostgresFact]
    public async Task Write_RowsOfManySessionsAreLocked_TriesThemAgainByAShareOfTheConnections()
    {
        const int Sessions = 60;
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        store.Options.CommandTimeout = TimeSpan.FromMinutes(1);
        store.Options.Url += ";Application Name=many-held";
        var postgres = store.Open();
        var writers = new SessionWriters(postgres, TimeProvider.System);
        for (var session = 0; session < Sessions; session++) await WriteAsync(writers, session);
        await using var locked = new NpgsqlConnection(((PostgresStore)postgres).Source.ConnectionString);
        await locked.OpenAsync();
        var held = await locked.BeginTransactionAsync();
        await locked.Command("SELECT 1 FROM sessions FOR UPDATE").ListAsync(row => row.GetInt32(0), default);

        var waiting = Enumerable.Range(0, Sessions).Select(session => WriteAsync(writers, session)).ToList();
        while (writers.HeldUp < Sessions) await Task.Delay(1);
        await using var watch = await postgres.OpenReaderAsync(default);
        var most = 0L;
        for (var look = 0; look < 200; look++) most = Math.Max(most, await WaitingForLocksAsync(watch));

        Assert.InRange(most, 1, store.Options.MostConnections / 8);
        await WriteAsync(writers, Sessions);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await held.RollbackAsync();
        await Task.WhenAll(waiting);
        Assert.Equal(0, writers.HeldUp);
    }

    private static Task WriteAsync(SessionWriters writers, int session) =>
        writers.WriteAsync(("acme", "", $"{session}"), durable: false, (connection, stop) => TouchAsync(connection, session, stop), default)
            .AsTask();

    private static ValueTask<int> TouchAsync(DbConnection connection, int session, CancellationToken stop) => connection.Command(
        """
        INSERT INTO sessions (tenant_id, device_id, session_id, expires_at, forgotten_at) VALUES ('acme', '', @session, 0, 0)
        ON CONFLICT (tenant_id, device_id, session_id) DO UPDATE SET expires_at = sessions.expires_at
        """,
        ("session", $"{session}")).ExecuteAsync(stop);

    private static async Task<long> WaitingForLocksAsync(DbConnection watch)
    {
        const string Count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'many-held' AND wait_event_type = 'Lock'";
        return (await watch.Command(Count).ListAsync(row => row.GetInt64(0), default))[0];
    }
}
