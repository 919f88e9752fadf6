using Grpc.Health.V1;

namespace Gateway.Tests.Hosting;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("edgeruntime.v1.Assistant")]
    public async Task Check_StoreIsGone_SaysSo(string service)
    {
        await using var gateway = await TestGateway.StartAsync();
        var health = new Health.HealthClient(gateway.Channel());
        var before = await health.CheckAsync(new HealthCheckRequest { Service = service });
        await gateway.Store.DisposeAsync();
        gateway.Clock.Advance(TimeSpan.FromSeconds(2));

        var after = await health.CheckAsync(new HealthCheckRequest { Service = service });

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, before.Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, after.Status);
    }
}
