using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Device.Cloud;

namespace Device.Tests.Cloud;

public sealed class GatewayPinTests
{
    [Fact]
    public async Task AskAsync_PinnedCertificate_IsTakenAndNoOther()
    {
        await using var gateway = await BenchGateway.StartAsync(tls: true);
        await using var right = new GatewayClient(gateway.Account, Asking.Patient, TimeProvider.System);
        var wrongPin = new string('0', 64);
        await using var wrong = new GatewayClient(gateway.Account with { Pin = wrongPin }, Asking.Patient, TimeProvider.System);
        await using var without = new GatewayClient(gateway.Account with { Pin = null }, Asking.Patient, TimeProvider.System);

        Assert.Equal("Fixed answer.", (await right.AllAsync(Asking.Typed("hello"))).Words());
        var refused = Assert.IsType<AnswerEvent.Failed>(Assert.Single(await wrong.AllAsync(Asking.Typed("hello")))).Failure;
        var untrusted = Assert.IsType<AnswerEvent.Failed>(Assert.Single(await without.AllAsync(Asking.Typed("hello")))).Failure;

        Assert.Equal("cloud-certificate-refused", refused.Code);
        Assert.StartsWith("Refusing to talk to 127.0.0.1", refused.Message);
        Assert.Contains(wrongPin, refused.Message);
        Assert.Contains(gateway.Pin!, refused.Message);
        Assert.Equal("cloud-certificate-untrusted", untrusted.Code);
        Assert.Equal(1, gateway.Calls);
    }
}
