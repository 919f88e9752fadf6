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

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 100)]
    public async Task Converse_CanceledWhileItsSoundIsToBeHeard_IsBilledOnlyIfItHasLeft(bool leaves, long milliseconds)
    {
        await using var gateway = await TestGateway.StartAsync();
        var asked = new TaskCompletionSource();
        gateway.Models.Leaves = leaves;
        gateway.Models.Hear = async (_, stop) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return "";
        };
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SendAsync(new ConverseRequest { Audio = Sound() });
        await asked.Task;
        await call.CancelAsync();
        await call.ReadAllAsync();

        Assert.Equal((StopReason.Canceled, milliseconds), (call.Done.StopReason, call.Done.Usage.AudioInputMs));
    }

    [Fact]
    public async Task Converse_HearingBreaks_IsNotBilledAndCanBeTriedAgain()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Models.Hear = (_, _) => throw new InvalidOperationException("a defect");
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SendAsync(new ConverseRequest { Audio = Sound() });
        await call.ReadAllAsync();

        Assert.Equal(("internal-error", true, ""), (call.Error.Code, call.Error.Retryable, call.Error.BillId));
        Assert.Empty(gateway.Ledger.Bills);
    }

    // A tenth of a second.
    private static Audio Sound() => new() { Pcm16 = Google.Protobuf.ByteString.CopyFrom(new byte[3200]), Last = true };

    private static async IAsyncEnumerable<ChatEvent> NeverAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        yield break;
    }
}
