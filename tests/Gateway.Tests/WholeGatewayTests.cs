using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Sessions;
using Gateway.Tests.Store;
using Grpc.Core;
using Npgsql;

namespace Gateway.Tests;

public sealed class WholeGatewayTests
{
    [Fact]
    public async Task ASessionIsAnsweredBilledShownAsUsageAndForgotten()
    {
        await using var gateway = await WholeGateway.StartAsync();
        var key = await gateway.NewKeyAsync();
        var authorization = TestGateway.Authorization(key);
        using var first = await gateway.Call(key).AskAsync("k1", "repeat: good morning");
        using var second = await gateway.Call(key).AskAsync("k2", "say 5 words", start => start.SessionId = first.Started.SessionId);
        var usage = await gateway.Client.GetUsageAsync(new GetUsageRequest(), authorization);
        var forgotten = await gateway.Client.ForgetSessionAsync(
            new ForgetSessionRequest { SessionId = first.Started.SessionId }, authorization);
        var again = await gateway.Client.ForgetSessionAsync(
            new ForgetSessionRequest { SessionId = first.Started.SessionId }, authorization);

        Assert.Contains("good morning", first.Text);
        Assert.True(first.Started.Scripted);
        Assert.Equal(26, first.Done.BillId.Length);
        Assert.True(second.Done.Usage.InputTokens > first.Done.Usage.InputTokens);
        Assert.Equal(first.Done.Usage.CostNanos + second.Done.Usage.CostNanos, usage.Usage.CostNanos);
        Assert.Equal((2, 0, -1), (usage.Turns, usage.ReservedNanos, usage.BudgetLeftNanos));
        Assert.Equal((true, false), (forgotten.Found, again.Found));
    }

    [Fact]
    public async Task AnotherTenantSeesNothing()
    {
        await using var gateway = await WholeGateway.StartAsync();
        var (mine, theirs) = (await gateway.NewKeyAsync(), await gateway.NewKeyAsync());
        using var call = await gateway.Call(mine).AskAsync("k", "my secret");
        using var stolen = gateway.Call(theirs);
        await stolen.SendRawAsync(ResumeTests.ResumeOf(call, lastReceived: 0));
        await stolen.ReadAllAsync();
        var usage = await gateway.Client.GetUsageAsync(new GetUsageRequest(), TestGateway.Authorization(theirs));
        var session = new ForgetSessionRequest { SessionId = call.Started.SessionId };

        Assert.Equal("turn-lost", stolen.Error.Code);
        Assert.Equal(0, usage.Turns);
        Assert.False((await gateway.Client.ForgetSessionAsync(session, TestGateway.Authorization(theirs))).Found);
        Assert.True((await gateway.Client.ForgetSessionAsync(session, TestGateway.Authorization(mine))).Found);
    }

    // What a frozen replica does when it wakes after another one has taken its turn over.
    [PostgresFact]
    public async Task ATurnThatAnotherReplicaTookOver_EndsAsLostWithoutABillOrHistory()
    {
        var url = PostgresServer.NewSchema();
        await using var gateway = await WholeGateway.StartAsync(("Store:Url", url), ("Sessions:Replica", "late"));
        await using var data = NpgsqlDataSource.Create(new StoreOptions { Url = url }.ConnectionString());
        using var call = gateway.Call(await gateway.NewKeyAsync());
        await call.StartAsync("turn-1", start => start.SessionId = "s");
        await call.ReadStartedAsync();
        await using (var takeOver = data.CreateCommand("UPDATE reservations SET owner = owner + 1, attempt = attempt + 1"))
        {
            Assert.Equal(1, await takeOver.ExecuteNonQueryAsync());
        }

        await call.SayAsync("repeat: good morning");
        await call.ReadAllAsync();

        Assert.Equal(("turn-lost", true, ""), (call.Error.Code, call.Error.Retryable, call.Error.BillId));
        await using var kept = data.CreateCommand("SELECT (SELECT count(*) FROM bills) + (SELECT count(*) FROM session_turns)");
        Assert.Equal(0L, await kept.ExecuteScalarAsync());
    }

    [Fact]
    public async Task AUnaryCallWithoutAKeyFailsWithTheSameErrorInItsTrailer()
    {
        await using var gateway = await WholeGateway.StartAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await gateway.Client.GetUsageAsync(new GetUsageRequest()));
        var error = Error.Parser.ParseFrom(refused.Trailers.GetValueBytes("edge-error-bin"));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Equal("key-missing", error.Code);
    }

    [PostgresFact]
    public async Task ThreeReplicasShareMoneyKeysAndHistoryAndKnowWhereATurnRuns()
    {
        var store = ("Store:Url", PostgresServer.NewSchema());
        await using var one = await WholeGateway.StartAsync(store, ("Sessions:Replica", "one"));
        await using var two = await WholeGateway.StartAsync(store, ("Sessions:Replica", "two"));
        await using var three = await WholeGateway.StartAsync(store, ("Sessions:Replica", "three"));
        WholeGateway[] replicas = [one, two, three];
        var key = await one.NewKeyAsync();
        var cost = 0L;
        for (var i = 0; i < 9; i++)
        {
            using var call = await replicas[i % 3].Call(key).AskAsync($"k{i}", "say 3 words", start => start.SessionId = "shared");
            cost += call.Done.Usage.CostNanos;
        }

        using var running = one.Call(key);
        await running.StartAsync("running");
        await running.ReadStartedAsync();
        using var sameKey = await two.Call(key).AskAsync("running", "say 3 words");
        using var elsewhere = two.Call(key);
        await elsewhere.SendRawAsync(ResumeTests.ResumeOf(running));
        await elsewhere.ReadAllAsync();
        await running.CancelAsync();
        await running.ReadAllAsync();
        var usage = await three.Client.GetUsageAsync(new GetUsageRequest(), TestGateway.Authorization(key));
        using var headers = three.Client.Converse(TestGateway.Authorization(key));
        await headers.RequestStream.CompleteAsync();

        Assert.Equal("turn-running", sameKey.Error.Code);
        Assert.Equal("turn-elsewhere", elsewhere.Error.Code);
        Assert.Contains("one", elsewhere.Error.Message);
        Assert.Equal("three", (await headers.ResponseHeadersAsync).GetValue("edge-replica"));
        Assert.Equal(cost + running.Done.Usage.CostNanos, usage.Usage.CostNanos);
        Assert.Equal((10, 0), (usage.Turns, usage.ReservedNanos));
        Assert.True(
            (await two.Client.ForgetSessionAsync(new ForgetSessionRequest { SessionId = "shared" }, TestGateway.Authorization(key))).Found);
    }
}
