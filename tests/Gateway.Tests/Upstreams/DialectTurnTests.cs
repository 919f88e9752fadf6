using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Upstreams.StreamLines;

namespace Gateway.Tests.Upstreams;

/// <summary>The same through a whole gateway: what the wearer is told and the tenant is billed.</summary>
public sealed class DialectTurnTests
{
    [Theory]
    [InlineData("content_filter", StopReason.Filtered)]
    [InlineData("length", StopReason.Length)]
    public async Task Turn_ServerEndsTheAnswerItself_SaysHow(string reason, StopReason stop)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("Half an answer"), Finish($"\"{reason}\""), End);
        await using var gateway = await GatewayBeforeAsync(server);

        using var call = await gateway.Call(await gateway.NewKeyAsync()).AskAsync("k", "hello");

        Assert.Equal("Half an answer", call.Text);
        Assert.Equal(stop, call.Done.StopReason);
    }

    [Fact]
    public async Task Turn_ModelThinksAndBreaks_IsBilledForItsThinking()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$"""data: {"choices":[{"delta":{"reasoning_content":"{{{new string('x', 400)}}}"}}]}""");
        await using var gateway = await GatewayBeforeAsync(server);

        using var call = await gateway.Call(await gateway.NewKeyAsync()).AskAsync("k", "hello");

        Assert.Equal("upstream-broken", call.Error.Code);
        Assert.Equal(100, call.Error.Usage.OutputTokens);
        Assert.Equal(1, server.Requests);
    }

    // Nobody's number is a part of a count.
    [Fact]
    public async Task Turn_CountThatCannotBeTrue_IsBilledAsTheEstimateAndSaysSo()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("Hello there"), Stop,
            """data: {"choices":[],"usage":{"prompt_tokens":2000,"completion_tokens":1024}}""", End);
        await using var gateway = await GatewayBeforeAsync(server);

        using var call = await gateway.Call(await gateway.NewKeyAsync()).AskAsync("k", "what is the weather like today in the city?");

        Assert.True(call.Done.Usage.Estimated);
        Assert.Equal(3, call.Done.Usage.OutputTokens);
        Assert.InRange(call.Done.Usage.InputTokens, 10, 200);
    }

    // Nobody is asked, and nothing is set aside, for an answer that nobody can speak.
    [Theory]
    [InlineData(false, "it has no server that speaks")]
    [InlineData(true, "no server of it that speaks is marked private")]
    public async Task Turn_SpeechByAModelWithoutAVoiceForIt_IsRefusedBeforeAnythingIsAsked(bool speaks, string why)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("Hello."), Stop, End);
        (string, string)[] voice = speaks
            ?
            [
                ("Upstreams:Servers:0:Private", "true"), ("Upstreams:Servers:1:Name", "voice"),
                ("Upstreams:Servers:1:Address", server.Address), ("Upstreams:Models:0:Speak:0:Server", "voice"),
                ("Ledger:Prices:0:AudioPerSecond", "1"),
            ]
            : [];
        await using var gateway = await GatewayBeforeAsync(server, voice);
        var key = await gateway.NewKeyAsync();

        using var call = await gateway.Call(key).AskAsync("k", "hello", start =>
            (start.WantSpeech, start.PrivacyClass) = (true, speaks ? PrivacyClass.Sensitive : PrivacyClass.Unspecified));

        Assert.Equal(("upstream-unavailable", null), (call.Error.Code, call.Error.Usage));
        Assert.Contains(why, call.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(call.Got, response => response.Started is not null);
        Assert.Equal(0, server.Requests);
        var usage = await gateway.Client.GetUsageAsync(new GetUsageRequest(), TestGateway.Authorization(key));
        Assert.Equal((0, 0), (usage.Turns, usage.Usage.CostNanos));
    }

    [Fact]
    public async Task Turn_SensitiveWithoutAPrivateServer_IsRefusedBeforeAnythingIsAsked()
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("Hello."), Stop, End);
        await using var gateway = await GatewayBeforeAsync(server);

        using var call = await gateway.Call(await gateway.NewKeyAsync())
            .AskAsync("k", "hello", start => start.PrivacyClass = PrivacyClass.Sensitive);

        Assert.Equal("upstream-unavailable", call.Error.Code);
        Assert.DoesNotContain(call.Got, response => response.Started is not null);
        Assert.Equal(0, server.Requests);
    }

    private static Task<WholeGateway> GatewayBeforeAsync(LoopbackServer server, params (string, string)[] more) => WholeGateway.StartAsync(
    [
        ("Ledger:Prices:0:Model", "m"), ("Ledger:Prices:0:InputPerMillionTokens", "1"), ("Ledger:Prices:0:OutputPerMillionTokens", "2"),
        ("Upstreams:Servers:0:Name", "s"), ("Upstreams:Servers:0:Address", server.Address),
        ("Upstreams:Models:0:Name", "m"), ("Upstreams:Models:0:Chat:0:Server", "s"), .. more,
    ]);
}
