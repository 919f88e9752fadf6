using EdgeRuntime.Contracts.V1;
using Gateway.Tests.Fakes;
using Google.Protobuf;
using TestKit;

namespace Gateway.Tests.Sessions;

/// <summary>Sound and pictures that turns hold are bounded for each tenant and in all.</summary>
public sealed class InputMemoryTests
{
    private static readonly ByteString Picture = ByteString.CopyFrom(JpegBytes.Grey(bytes: 1 << 20));

    [Fact]
    public async Task Pictures_MoreThanATenantMayHold_AreRefusedForNowAndOtherTenantsAreNot()
    {
        await using var gateway = await TestGateway.StartAsync(("Admission:InputBytesPerTenant", "7000000"));
        using var first = await ShownAsync(gateway, "tenant-a", "k1", 4);
        using var second = await ShownAsync(gateway, "tenant-a", "k2", 4);
        using var other = await ShownAsync(gateway, "tenant-b", "k3", 4);

        await second.ReadAllAsync();
        Assert.Equal("input-limited", second.Error.Code);
        Assert.True(second.Error.Retryable);
        Assert.True(second.Error.RetryAfterMs > 0);
        Assert.Equal("", second.Error.BillId);
        await first.SayAsync("what is this");
        await first.ReadAllAsync();
        Assert.Equal(StopReason.Complete, first.Done.StopReason);

        using var again = await ShownAsync(gateway, "tenant-a", "k2", 4); // the same key, for nothing was billed
        await again.SayAsync("what is this");
        await again.ReadAllAsync();
        Assert.Equal(StopReason.Complete, again.Done.StopReason);
        await other.SayAsync("what is this");
        await other.ReadAllAsync();
        Assert.Equal(StopReason.Complete, other.Done.StopReason);
        Assert.Equal(0, gateway.InputMemory.Held);
    }

    [Fact]
    public async Task Pictures_MoreThanAllMayHold_AreTheGatewaysFault()
    {
        await using var gateway = await TestGateway.StartAsync(("Admission:InputBytes", "7000000"));
        using var first = await ShownAsync(gateway, "tenant-a", "k1", 4);
        using var second = await ShownAsync(gateway, "tenant-b", "k2", 4);

        await second.ReadAllAsync();

        Assert.Equal("overloaded", second.Error.Code);
        Assert.True(second.Error.Retryable);
        await first.CancelAsync();
        await first.ReadAllAsync();
        await gateway.UntilAsync(() => gateway.InputMemory.Held == 0);
    }

    [Fact]
    public async Task Sound_IsCountedToo()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SendAsync(new ConverseRequest { Audio = new Audio { Pcm16 = ByteString.CopyFrom(new byte[3200]) } });
        await gateway.UntilAsync(() => gateway.InputMemory.Held == 3200);

        await call.CancelAsync();
        await call.ReadAllAsync();
        await gateway.UntilAsync(() => gateway.InputMemory.Held == 0);
    }

    private static async Task<TestCall> ShownAsync(TestGateway gateway, string key, string idempotencyKey, int pictures)
    {
        var call = gateway.Call(key);
        await call.StartAsync(idempotencyKey);
        await call.ReadStartedAsync();
        for (var picture = 0; picture < pictures; picture++)
        {
            var request = new ConverseRequest { Frame = new Frame { Jpeg = Picture } };
            await Record.ExceptionAsync(() => call.SendAsync(request)); // the gateway may end the call before it has taken all of them
        }

        await gateway.UntilAsync(() => gateway.Turns.All.All(
            turn => turn.Start.IdempotencyKey != idempotencyKey || turn.IsOver || turn.LastReceived > (ulong)pictures));
        return call;
    }
}
