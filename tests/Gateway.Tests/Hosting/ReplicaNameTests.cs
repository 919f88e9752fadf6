using System.Diagnostics;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Store;
using Grpc.Health.V1;
using Npgsql;

namespace Gateway.Tests.Hosting;

public sealed class ReplicaNameTests
{
    private const int NameClass = 0x6e616d65; // of PostgresPresence, part of what replicas of several versions share

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1); // for a defect, not for a slow machine

    [PostgresFact]
    public async Task Start_NameOfARunningReplica_IsRefusedUntilThatOneHasEnded()
    {
        var store = ("Store:Url", PostgresServer.NewSchema());
        await using var other = await WholeGateway.StartAsync(store, ("Sessions:Replica", "two"));
        await using (await WholeGateway.StartAsync(store, ("Sessions:Replica", "one")))
        {
            var refused = await Assert.ThrowsAsync<StoreClosedException>(
                async () => await WholeGateway.StartAsync(store, ("Sessions:Replica", "one")));

            Assert.StartsWith("Refusing to start as replica 'one'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("in Gateway:Sessions:Replica (--replica NAME", refused.Message, StringComparison.Ordinal);
        }

        await using var again = await WholeGateway.StartAsync(store, ("Sessions:Replica", "one"));
    }

    [PostgresFact]
    public async Task Start_SameNameInAnotherSchemaOfTheDatabase_IsNotRefused()
    {
        await using var one = await WholeGateway.StartAsync(("Store:Url", PostgresServer.NewSchema()), ("Sessions:Replica", "same"));
        await using var other = await WholeGateway.StartAsync(("Store:Url", PostgresServer.NewSchema()), ("Sessions:Replica", "same"));
    }

    [PostgresFact]
    public async Task Start_NameOfAReplicaThatLostItsConnection_IsRefused()
    {
        var url = PostgresServer.NewSchema();
        await using var one = await WholeGateway.StartAsync(("Store:Url", url), ("Sessions:Replica", "lost"));
        await using (var data = NpgsqlDataSource.Create(new StoreOptions { Url = url }.ConnectionString()))
        {
            Assert.Equal(1, await EndHolderAsync(data, "lost"));
            await UntilAsync(() => IsHeldAsync(data, "lost"));
        }

        await Assert.ThrowsAsync<StoreClosedException>(
            async () => await WholeGateway.StartAsync(("Store:Url", url), ("Sessions:Replica", "lost")));
    }

    [PostgresFact]
    public async Task Holder_OfTheLocks_KeepsNoSnapshotThatWouldKeepTheServerFromCleaningUp()
    {
        var url = PostgresServer.NewSchema();
        await using var one = await WholeGateway.StartAsync(("Store:Url", url), ("Sessions:Replica", "clean"));
        await using var data = NpgsqlDataSource.Create(new StoreOptions { Url = url }.ConnectionString());
        await UntilAsync(() => IsHeldAsync(data, "clean", withoutSnapshot: true));

        Assert.Equal(1, await EndHolderAsync(data, "clean"));

        await UntilAsync(() => IsHeldAsync(data, "clean", withoutSnapshot: true));
    }

    [PostgresFact]
    public async Task Turn_NameWasTakenByAnotherWhileTheConnectionWasLost_BeginsNoMoreUntilItIsFree()
    {
        var url = PostgresServer.NewSchema();
        await using var one = await WholeGateway.StartAsync(("Store:Url", url), ("Sessions:Replica", "ousted"));
        var key = await one.NewKeyAsync();
        var health = new Health.HealthClient(one.Channel);
        await using var data = NpgsqlDataSource.Create(new StoreOptions { Url = url }.ConnectionString());
        await using var other = await data.OpenConnectionAsync();
        await using var waits = new NpgsqlCommand($"SELECT pg_advisory_lock({NameClass}, {NumberOf("ousted")})", other);
        var taking = waits.ExecuteNonQueryAsync(); // stands in line, so that it comes first

        Assert.Equal(1, await EndHolderAsync(data, "ousted"));
        await taking;
        await UntilAsync(async () => !await IsServingAsync(health));

        using var refused = await one.Call(key).AskAsync("turn-1", "repeat: good morning");
        Assert.Equal(("replica-name-taken", true), (refused.Error.Code, refused.Error.Retryable));
        await using var lets = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", other);
        await lets.ExecuteNonQueryAsync();
        await UntilAsync(() => IsServingAsync(health));

        using var answered = await one.Call(key).AskAsync("turn-1", "repeat: good morning");
        Assert.Contains("good morning", answered.Text, StringComparison.Ordinal);
        Assert.Equal(26, answered.Done.BillId.Length);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(10))
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, Patience);
        }
    }

    private static async Task<bool> IsServingAsync(Health.HealthClient health) =>
        (await health.CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving;

    private static string NumberOf(string name) => $"('x' || left(md5(current_schema() || '/{name}'), 8))::bit(32)::int";

    private static async Task<int> EndHolderAsync(NpgsqlDataSource data, string name)
    {
        await using var end = data.CreateCommand($"SELECT count(pg_terminate_backend(pid)) FROM pg_locks {Holders(name)}");
        return (int)(long)(await end.ExecuteScalarAsync())!;
    }

    private static async Task<bool> IsHeldAsync(NpgsqlDataSource data, string name, bool withoutSnapshot = false)
    {
        var how = withoutSnapshot ? "AND backend_xmin IS NULL" : "";
        await using var held = data.CreateCommand(
            $"SELECT count(*) > 0 FROM pg_locks JOIN pg_stat_activity USING (pid) {Holders(name)} {how}");
        return (bool)(await held.ExecuteScalarAsync())!;
    }

    private static string Holders(string name) =>
        $"WHERE locktype = 'advisory' AND granted AND classid = {NameClass} AND objid = ({NumberOf(name)})::oid";
}
