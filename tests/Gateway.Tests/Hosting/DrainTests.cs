using EdgeRuntime.Contracts.V1;
using Grpc.Health.V1;

namespace Gateway.Tests.Hosting;

public sealed class DrainTests
{
    [Fact]
    public async Task Stop_TurnIsRunning_ItIsFinishedAndNoNewOneBegins()
    {
        await using var gateway = await TestGateway.StartAsync();
        var health = new Health.HealthClient(gateway.Channel());
        var before = await health.CheckAsync(new HealthCheckRequest());
        using var running = gateway.Call();
        await running.StartAsync("k1");
        await running.ReadStartedAsync();
        using var open = gateway.Call();
        await open.StartAsync("k1-too");
        await open.ReadStartedAsync();
        var stopping = gateway.StopAsync();
        var during = await health.CheckAsync(new HealthCheckRequest());
        using var late = new TestCall(gateway.Client().Converse(TestGateway.Authorization("tenant-a")));
        await late.StartAsync("k2");
        await late.ReadAllAsync();
        await running.SayAsync("hello");
        await running.ReadAllAsync();
        await open.CancelAsync();
        await open.ReadAllAsync();
        await stopping;

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, before.Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, during.Status);
        Assert.Equal("draining", late.Error.Code);
        Assert.True(late.Error.Retryable);
        Assert.Equal(StopReason.Complete, running.Done.StopReason);
        Assert.Equal(StopReason.Canceled, open.Done.StopReason);
    }

    [Fact]
    public async Task Drain_LimitIsReached_TheTurnEndsAsDraining()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var running = gateway.Call();
        await running.StartAsync("k");
        await running.ReadStartedAsync();
        var draining = gateway.Turns.DrainAsync(TimeSpan.Zero);
        await running.ReadAllAsync();
        await draining;

        Assert.Equal("draining", running.Error.Code);
        Assert.Equal(0, gateway.Ledger.Open);
    }

    [Fact]
    public async Task Drain_ClientHasNotReadTheStatus_IsWaitedFor()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var over = gateway.Call();
        await over.StartAsync("k");
        await over.SayAsync("hello");
        await over.ReadUntilAsync(response => response.Done is not null);
        var draining = gateway.Turns.DrainAsync(TimeSpan.FromMinutes(1));

        var first = await Task.WhenAny(draining, Task.Delay(TimeSpan.FromMilliseconds(200)));

        Assert.NotSame(draining, first);
        await over.ReadAllAsync();
        await draining;
    }
}
