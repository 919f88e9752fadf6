using System.Runtime.CompilerServices;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Sessions;

/// <summary>A question that brought nothing, or never left the gateway, is not billed, whatever went wrong.</summary>
public sealed class UnsentQuestionTests
{
    [Fact]
    public async Task Converse_AskingBreaksBeforeTheFirstWord_IsNotBilledAndCanBeTriedAgain()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = gateway.Models.Answer;
        gateway.Models.Answer = (_, _) => throw new InvalidOperationException("a defect");
        using var broken = await gateway.Call().AskAsync("k", "hello");
        gateway.Models.Answer = answer;
        using var again = await gateway.Call().AskAsync("k", "hello");

        Assert.Equal(("internal-error", true, ""), (broken.Error.Code, broken.Error.Retryable, broken.Error.BillId));
        Assert.Equal("You said: hello", again.Text);
        Assert.Single(gateway.Ledger.Bills);
    }

    [Fact]
    public async Task Converse_CanceledWhileItsQuestionWaitsForAPlace_CostsNothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Models.Leaves = false;
        gateway.Models.Answer = (_, stop) => NeverAsync(stop);
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("hello");
        await gateway.AskedAsync();
        await call.CancelAsync();
        await call.ReadAllAsync();

        Assert.Equal((StopReason.Canceled, 0L, 0L), (call.Done.StopReason, call.Done.Usage.CostNanos, call.Done.Usage.InputTokens));
    }

    private static async IAsyncEnumerable<ChatEvent> NeverAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        yield break;
    }
}
