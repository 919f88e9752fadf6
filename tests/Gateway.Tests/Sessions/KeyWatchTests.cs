using System.Threading.Channels;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Sessions;

public sealed class KeyWatchTests
{
    [Theory]
    [InlineData("key-revoked")]
    [InlineData("key-expired")]
    [InlineData("tenant-suspended")]
    public async Task Turn_KeyIsRefusedWhileItAnswers_EndsWithItsBillAndOthersGoOn(string code)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (ofRefused, ofOther) = (Channel.CreateUnbounded<string>(), Channel.CreateUnbounded<string>());
        gateway.Models.Answer = (request, stop) => SpokenAsync((request.Caller.TenantId == "tenant-a" ? ofRefused : ofOther).Reader, stop);
        using var refused = await HeardAWordAsync(gateway, ofRefused, "tenant-a");
        using var other = await HeardAWordAsync(gateway, ofOther, "tenant-b");
        gateway.Tenants.Refused["key-of-tenant-a"] = new Failure(code, "Refused.", "Ask the operator.", Blame.Tenant);
        var reading = refused.ReadAllAsync();

        await gateway.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => reading.IsCompleted);

        Assert.Equal((code, false), (refused.Error.Code, refused.Error.BillId.Length == 0));
        ofOther.Writer.Complete();
        await other.ReadAllAsync();
        Assert.Equal(StopReason.Complete, other.Done.StopReason);
    }

    private static async Task<TestCall> HeardAWordAsync(TestGateway gateway, Channel<string> words, string key)
    {
        var call = gateway.Call(key);
        await call.StartAsync("k", start => start.DeadlineMs = 600_000);
        await call.SayAsync("hello");
        await words.Writer.WriteAsync("word ");
        await call.ReadUntilAsync(response => response.TextDelta is not null);
        return call;
    }

    private static async IAsyncEnumerable<ChatEvent> SpokenAsync(
        ChannelReader<string> words, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var word in words.ReadAllAsync(stop)) yield return new ChatEvent { Text = word };
        yield return new ChatEvent { Finished = new Amounts(1, 1), Counted = true };
    }
}
