using TestKit;

namespace Gateway.Tests.Monitoring;

public sealed class OtlpTests
{
    [Fact]
    public async Task Stop_ReceiverIsConfigured_TracesAndMetricsHaveArrived()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var gateway = await TestGateway.StartAsync(
            ("Monitoring:OtlpEndpoint", receiver.Address.ToString()), ("Monitoring:OtlpProtocol", "http")))
        {
            using var call = await gateway.Call().AskAsync("k", "a private question");
            await gateway.StopAsync();
        }

        Assert.Contains("edge_gateway.settlement", receiver.Traces);
        Assert.Contains("gen_ai.request.model", receiver.Traces);
        Assert.Contains("gen_ai.server.time_to_first_token", receiver.Metrics);
        Assert.Contains("edge_gateway.cost", receiver.Metrics);
        Assert.DoesNotContain("private question", receiver.Traces + receiver.Metrics);
    }
}
