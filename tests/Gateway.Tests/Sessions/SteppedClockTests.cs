using System.Runtime.CompilerServices;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Upstreams;
using Gateway.Tests.Upstreams.OpenAi;
using TestKit;

namespace Gateway.Tests.Sessions;

/// <summary>Somebody sets the clock on the wall in the middle of a turn: no length of time is longer or shorter for it.</summary>
public sealed class SteppedClockTests
{
    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public async Task Answer_ClockIsSetInItsMiddle_GoesOnAndEndsByItself(int seconds)
    {
        var (begun, more) = (new TaskCompletionSource(), new TaskCompletionSource());
        var time = new SteppedTime(DateTimeOffset.UtcNow);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("one "));
            begun.SetResult();
            await more.Task;
            await LoopbackServer.StreamAsync(
                context, OpenAiAnswerTests.Delta("two"), """data: {"choices":[{"delta":{},"finish_reason":"stop"}]}""");
        });
        using var models = Ask.Models(time, options => options with { Retries = 0 }, server.Address);
        var question = Ask.Question() with { Deadline = Deadline.After(TimeSpan.FromSeconds(60), time) };

        var answer = models.Models.AllAsync(question);
        await begun.Task;
        time.Step(TimeSpan.FromSeconds(seconds));
        time.Advance(TimeSpan.FromSeconds(10)); // timers look at the time
        time.Advance(TimeSpan.FromSeconds(10));
        more.SetResult();

        Assert.Equal("one two", (await answer).Text());
        Assert.NotNull((await answer)[^1].Finished);
    }

    [Fact]
    public async Task Turn_ClockIsSetForthInItsMiddle_IsNotEndedAndKeepsItsDeadline()
    {
        await using var gateway = await TestGateway.StartAsync();
        var more = new TaskCompletionSource();
        gateway.Models.Answer = (_, stop) => Waiting(more.Task, stop);
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("go on");
        await call.ReadUntilAsync(response => response.TextDelta is not null);
        gateway.Clock.Step(TimeSpan.FromSeconds(90));
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(gateway.Turns.All.Single().MillisecondsLeft, 58_000u, 60_000u);
        more.SetResult();
        await call.ReadAllAsync();

        Assert.Equal(StopReason.Complete, call.Done.StopReason);
    }

    [Fact]
    public async Task Turn_ClockIsSetForthBeforeItIsAdmitted_Begins()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Clock.Step(TimeSpan.FromSeconds(90));
        using var call = await gateway.Call().AskAsync("k", "hello");

        Assert.Equal(StopReason.Complete, call.Done.StopReason);
    }

    private static async IAsyncEnumerable<ChatEvent> Waiting(Task more, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return new ChatEvent { Text = "one " };
        await more.WaitAsync(stop);
        yield return new ChatEvent { Text = "two" };
        yield return new ChatEvent { Finished = new Amounts(10, 2), Counted = true };
    }
}
