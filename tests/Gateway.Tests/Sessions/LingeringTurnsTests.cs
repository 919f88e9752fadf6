using System.Runtime.CompilerServices;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Fakes;

namespace Gateway.Tests.Sessions;

/// <summary>What answers hold that are over and can still be fetched is bounded for each tenant and in all.</summary>
public sealed class LingeringTurnsTests
{
    private const string Least = "65536"; // bytes; an answer here has more

    [Fact]
    public async Task AnswersThatAreOver_MoreThanATenantMayKeep_ItsOldestGoAndOtherTenantsKeepTheirs()
    {
        await using var gateway = await StartAsync("Sessions:LingeringBytesPerTenant");
        await AskAsync(gateway, "tenant-b", "other");
        await AskAsync(gateway, "tenant-a", "one");
        await AskAsync(gateway, "tenant-a", "two");

        await AskAsync(gateway, "tenant-a", "three");

        await gateway.UntilAsync(() => Kept(gateway).SequenceEqual(["other", "three"]));
        using var again = await AskAsync(gateway, "tenant-a", "three");
        Assert.Equal(70_000, again.Text.Length);
    }

    [Fact]
    public async Task AnswersThatAreOver_MoreThanAllMayKeep_TheOldestGo()
    {
        await using var gateway = await StartAsync("Sessions:LingeringBytes");
        await AskAsync(gateway, "tenant-a", "one");

        await AskAsync(gateway, "tenant-b", "two");

        await gateway.UntilAsync(() => Kept(gateway).SequenceEqual(["two"]));
    }

    [Fact]
    public void Sent_AllOfAnAnswer_GivesBackTheRoomForMore()
    {
        var outbox = new ResponseOutbox(mostMessages: 1000, mostBytes: 1 << 20);
        for (var word = 0; word < 100; word++) Add(outbox, new string('x', 700));
        Assert.True(outbox.HeldBytes > 85_000);

        outbox.TryComplete(new ConverseResponse { Done = new Done() });
        outbox.Sent(101);

        Assert.InRange(outbox.HeldBytes, 70_000, 75_000);
        Assert.Equal(700, outbox.ReadAfter(99, out _, out _)!.TextDelta.Text.Length);
    }

    private static void Add(ResponseOutbox outbox, string text)
    {
        var response = new ConverseResponse { TextDelta = new TextDelta { Text = text } };
        outbox.TryAdd(response);
        outbox.Sent(response.Sequence);
    }

    private static async Task<TestGateway> StartAsync(string bound)
    {
        var gateway = await TestGateway.StartAsync((bound, Least), ("Sessions:MaxOutputTokens", "131072"));
        gateway.Models.Answer = (_, stop) => Spoken(stop);
        return gateway;
    }

    private static async Task<TestCall> AskAsync(TestGateway gateway, string tenant, string key)
    {
        var call = gateway.Call(tenant);
        await call.StartAsync(key);
        await call.SayAsync("go on");
        await call.ReadAllAsync();
        Assert.Equal(StopReason.Complete, call.Done.StopReason);
        return call;
    }

    private static IEnumerable<string> Kept(TestGateway gateway) =>
        gateway.Turns.All.Select(turn => turn.Start.IdempotencyKey).Order(StringComparer.Ordinal);

    private static async IAsyncEnumerable<ChatEvent> Spoken([EnumeratorCancellation] CancellationToken stop)
    {
        for (var part = 0; part < 10; part++) yield return new ChatEvent { Text = new string('x', 7000) };
        await Task.CompletedTask.WaitAsync(stop);
        yield return new ChatEvent { Finished = new Amounts(1, 10), Counted = true };
    }
}
