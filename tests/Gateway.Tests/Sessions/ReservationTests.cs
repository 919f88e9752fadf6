using EdgeRuntime.Contracts.V1;
using Gateway.Tests.Fakes;

namespace Gateway.Tests.Sessions;

/// <summary>What is set aside follows what is asked, not what could be asked.</summary>
public sealed class ReservationTests
{
    // Of the development price list: 100 nano units a token sent, 400 a token answered; an answer has at most 1024 tokens.
    private const long LongestAnswer = 1024 * 400;

    [Fact]
    public async Task Ask_ShortQuestion_SetsAsideItsLongestAnswerAndLittleMore()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k", start => start.Tools.Add(new Tool { Name = "torch", ParametersJson = "{}" }));
        await call.ReadStartedAsync();

        Assert.InRange(gateway.Ledger.ReservedNanos, LongestAnswer, LongestAnswer + 500 * 100);
    }

    [Fact]
    public async Task Ask_LongTextAndLargeTools_SetsTheirCostAsideBeforeTheModelIsAsked()
    {
        await using var gateway = await TestGateway.StartAsync();
        long reserved = 0;
        gateway.Models.Answer = (request, stop) =>
        {
            reserved = gateway.Ledger.ReservedNanos;
            return PlayedModels.Words(stop, "yes");
        };
        var schema = $$"""{"description":"{{new string('x', 8000)}}"}""";

        using var call = await gateway.Call()
            .AskAsync("k", new string('a', 30_000), start => start.Tools.Add(new Tool { Name = "torch", ParametersJson = schema }));

        Assert.Equal(StopReason.Complete, call.Done.StopReason);
        Assert.InRange(reserved, LongestAnswer + (30_000 + 8000) / 4 * 100, LongestAnswer + (30_000 + 8000) / 4 * 100 + 500 * 100);
    }

    [Fact]
    public async Task Ask_ServerNeverStops_IsBilledTheLimitAndSaysThatItIsAnEstimate()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Sessions:OutboxMessages", "1000000"), ("Sessions:OutboxBytes", "100000000"));
        gateway.Models.Answer = (_, stop) => PlayedModels.Endless(stop);

        using var call = await gateway.Call().AskAsync("k", "hello");

        Assert.Equal(StopReason.Length, call.Done.StopReason);
        Assert.Equal(1024, call.Done.Usage.OutputTokens);
        Assert.True(call.Done.Usage.Estimated);
    }

    [Fact]
    public async Task Ask_UpstreamCounted_SaysSo()
    {
        await using var gateway = await TestGateway.StartAsync();

        using var call = await gateway.Call().AskAsync("k", "hello");

        Assert.False(call.Done.Usage.Estimated);
    }
}
