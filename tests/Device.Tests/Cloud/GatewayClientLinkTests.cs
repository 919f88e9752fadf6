using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Cloud;
using TestKit;
using StopReason = EdgeRuntime.Assistant.Answering.StopReason;

namespace Device.Tests.Cloud;

/// <summary>Questions whose link is cut or taken over meanwhile.</summary>
public sealed class GatewayClientLinkTests
{
    [Fact]
    public async Task AskAsync_LinkCutAtRandomPoints_EveryWordOnceAndOneBill()
    {
        const int Questions = 60;
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = SayAndCallAsync;
        var random = new Random(20261125);
        await using var proxy = new CuttingProxy(gateway.Port, _ => 60 + random.Next(random.Next(2) == 0 ? 400 : 4_000));
        await using var client = Client(proxy, Asking.Patient with { Attempts = 10, BreakerFailures = 100 });
        var said = Utterance.Spoken(new float[8_000]);
        var tools = 0;
        for (var i = 0; i < Questions; i++)
        {
            var events = await client.AllAsync(
                Asking.Typed(
                    "", $"q{i}") with
                {
                    Said = said,
                    RunTool = (_, _) => ValueTask.FromResult(new ToolReply($"{{\"n\":{++tools}}}", false))
                });

            Assert.Equal(Numbers, events.Words());
            Assert.Equal(StopReason.Complete, Assert.IsType<AnswerEvent.Done>(events[^1]).Why);
        }

        Assert.Equal(Questions, tools);
        Assert.Equal(Questions, gateway.Turns.Length);
        Assert.All(gateway.Turns, turn => Assert.Equal((1, 16_000), (turn.Bills, turn.Sound.Length)));
        Assert.True(proxy.Connections > Questions, "no link was cut");
    }

    [Theory]
    [InlineData("", "Anew.")]
    [InlineData("Once upon a time", "Once upon a time")]
    public async Task AskAsync_GatewayForgotTheTurn_BeginsAnewOnlyWhereNothingWasHeard(string before, string heard)
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var proxy = new CuttingProxy(gateway.Port);
        gateway.Script = async turn =>
        {
            if (before.Length > 0) await turn.SayAsync(before);
            await Task.Delay(Timeout.Infinite);
        };
        await using var client = Client(proxy);

        var events = new List<AnswerEvent>();
        await foreach (var happened in client.AskAsync(Asking.Typed("hello"), default))
        {
            events.Add(happened);
            if (happened is not (AnswerEvent.Words or AnswerEvent.Began { Model: "bench" })
                || (before.Length > 0 && happened is AnswerEvent.Began) || events.Words().StartsWith("Anew", StringComparison.Ordinal))
            {
                continue;
            }

            gateway.Forget();
            gateway.Script = turn => turn.SayAsync("Anew.");
            proxy.Cut();
        }

        Assert.Equal(heard, events.Words());
        Assert.Equal(before.Length > 0 ? WireFailures.LostCode : null, (events[^1] as AnswerEvent.Failed)?.Failure.Code);
    }

    [Fact]
    public async Task AskAsync_EarlierAttemptTookTheTurnOver_TakesItBackWithoutAWordLost()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
        {
            await turn.SayAsync("One ");
            while (turn.Links < 2) await Task.Yield();
            await turn.SayAsync("two.");
        };
        gateway.ReplaceFirstLinkAfter = 1;
        await using var client = new GatewayClient(gateway.Account, Asking.Patient, TimeProvider.System);

        var events = await client.AllAsync(Asking.Typed("hello"));

        Assert.Equal("One two.", events.Words());
        Assert.Single(events.OfType<AnswerEvent.Resumed>());
    }

    [Fact]
    public async Task AskAsync_CancelledWhileTheLinkIsCut_GatewayIsToldOnTheNextLink()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
        {
            await turn.SayAsync("One.");
            await Task.Delay(Timeout.Infinite);
        };
        await using var proxy = new CuttingProxy(gateway.Port);
        await using var client = Client(proxy);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in client.AskAsync(Asking.Typed("hello"), stop.Token))
            {
                if (happened is AnswerEvent.Words) proxy.Cut();
                if (happened is AnswerEvent.Interrupted) await stop.CancelAsync();
            }
        });

        await gateway.Turn.Canceled.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string Numbers { get; } = string.Concat(Enumerable.Range(0, 40).Select(i => $"w{i} "));

    private static async Task SayAndCallAsync(BenchTurn turn)
    {
        for (var i = 0; i < 40; i++)
        {
            if (i == 20) await turn.CallAsync("c1", "GetTime", "{}");
            await turn.SayAsync($"w{i} ");
            await Task.Yield();
        }
    }

    private static GatewayClient Client(CuttingProxy proxy, GatewayClientOptions? options = null) => new(
        CloudAccount.Parse($"http://127.0.0.1:{proxy.Port}", "k", null).Value!, options ?? Asking.Patient, TimeProvider.System);
}
