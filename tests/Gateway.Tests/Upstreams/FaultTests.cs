using System.Text;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Upstreams;

/// <summary>What a server can do wrong: a defined failure each, and every place given back.</summary>
public sealed class FaultTests
{
    private static readonly string Word = OpenAiAnswerTests.Delta("word");

    [Theory]
    [InlineData(500, "upstream-unavailable")]
    [InlineData(429, "upstream-unavailable")]
    [InlineData(401, "upstream-unavailable")]
    [InlineData(302, "upstream-unavailable")]
    [InlineData(400, "upstream-refused")]
    public async Task Chat_Status_IsNamed(int status, string code)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            return Task.CompletedTask;
        });
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal(code, Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
        Assert.Equal(0, models.PlacesTaken);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{]", 0)] // garbage
    [InlineData("data: [1,2]", 0)]
    [InlineData("data: {\"choices\":{}}", 0)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":5}}]}", 0)]
    [InlineData("data: {\"choices\":[]} {}", 0)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\\ud800\"}}]}", 0)] // half a character
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\\u0000\"}}]}", 0)]
    [InlineData("data: \0\0\0", 0)]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}", 1)] // HTTP 500 in mid-stream, as servers say it
    [InlineData("", 1)] // half an answer
    [InlineData("", 0)] // nothing
    [InlineData("data: {\"choi", 1)] // half an event
    [InlineData("hello", 0)] // no events at all
    public async Task Chat_WrongEvents_AreABrokenAnswer(string line, int words)
    {
        await using var server = await LoopbackServer.StreamingAsync([.. Enumerable.Repeat(Word, words), line]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("upstream-broken", events[^1].Failure?.Code);
        Assert.Equal(words, events.Count - 1);
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_ConnectionResetInTheMiddle_IsABrokenAnswer()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, Word);
            await heard.Task;
            context.Abort();
        });
        using var models = Ask.Models(Once, server.Address);
        Failure? last = null;

        await foreach (var next in models.Models.ChatAsync(Ask.Question(), default))
        {
            heard.TrySetResult();
            last = next.Failure;
        }

        Assert.Equal("upstream-broken", last?.Code);
    }

    [Fact]
    public async Task Chat_NobodyListens_IsUnavailable()
    {
        using var models = Ask.Models(Once, "http://127.0.0.1:1/v1");

        Assert.Equal("upstream-unavailable", Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
    }

    [Fact]
    public async Task Chat_WrongContentType_IsABrokenAnswer()
    {
        await using var server = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsJsonAsync(new { choices = new[] { 1 } }));
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
    }

    [Fact]
    public async Task Chat_EndlessLine_EndsAtTheLimitAndStopsTheServer()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            var piece = Encoding.UTF8.GetBytes("data: " + new string('x', 4096));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece);
            }
        });
        using var models = Ask.Models(options => Once(options) with { LongestLineBytes = 16_384 }, server.Address);

        Assert.Equal("upstream-broken", Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
        await server.Aborted.Task;
    }

    [Theory]
    [InlineData(20_000, 1)]
    [InlineData(2, 17)]
    public async Task Chat_TooLargeOrTooManyToolCalls_IsABrokenAnswer(int argumentChars, int calls)
    {
        var arguments = "{" + new string(' ', argumentChars) + "}";
        await using var server = await LoopbackServer.StreamingAsync(
            [.. Enumerable.Range(0, calls)
                .Select(
                    index =>
                        $$$$"""data: {"choices":[{"delta":{"tool_calls":[{"index":{{{{index}}}},"id":"c{{{{index}}}}","function":{"name":"t","arguments":"{{{{arguments}}}}"}}]}}]}"""),
             """data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"""]);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal(
            "upstream-broken",
            Assert.Single(await models.Models.AllAsync(Ask.Question() with { Tools = [new Tool { Name = "t" }] })).Failure?.Code);
    }

    [Theory]
    [InlineData("other", "{}")] // was not offered
    [InlineData("t", "[]")]
    [InlineData("t", "{\\\"a\\\":")]
    public async Task Chat_ToolThatCannotBeRun_IsABrokenAnswer(string name, string arguments)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$$"""data: {"choices":[{"delta":{"tool_calls":[{"id":"c","function":{"name":"{{{{name}}}}","arguments":"{{{{arguments}}}}"}}]},"finish_reason":"tool_calls"}]}""");
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal(
            "upstream-broken",
            Assert.Single(await models.Models.AllAsync(Ask.Question() with { Tools = [new Tool { Name = "t" }] })).Failure?.Code);
    }

    [Fact]
    public async Task Chat_SilentServer_TimesOutBeforeTheFirstWord()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var models = Ask.Models(time, Once, server.Address);

        var answer = models.Models.AllAsync(Ask.Question());
        await server.Asked.Task;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("upstream-timeout", Assert.Single(await answer).Failure?.Code);
        await server.Aborted.Task;
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_ABytePerWhile_TimesOutAlthoughBytesCome()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, Word);
            for (var count = 0; !context.RequestAborted.IsCancellationRequested; count++)
            {
                await context.Response.WriteAsync(count == 0 ? "data: " : "x");
                await context.Response.Body.FlushAsync();
                await Task.Delay(1);
            }
        });
        using var models = Ask.Models(options => Once(options) with { IdleTimeout = TimeSpan.FromMilliseconds(100) }, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("upstream-timeout", events[^1].Failure?.Code);
        Assert.Equal("word", events.Text());
    }

    [Fact]
    public async Task Chat_DeadlineOver_IsNotAskedAndTimesOut()
    {
        await using var server = await LoopbackServer.StreamingAsync(Word);
        using var models = Ask.Models(server.Address);

        var late = Ask.Question() with { Deadline = Deadline.After(TimeSpan.Zero, TimeProvider.System) };

        Assert.Equal("upstream-timeout", Assert.Single(await models.Models.AllAsync(late)).Failure?.Code);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Chat_AnswerBeyondItsLimit_IsCutShort()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await LoopbackServer.StreamAsync(context, Word);
            }
        });
        using var models = Ask.Models(Once, server.Address);

        var end = (await models.Models.AllAsync(Ask.Question() with { MaxOutputTokens = 10 }))[^1];

        Assert.True(end.CutShort);
        Assert.False(end.Counted);
        Assert.Equal(10, end.Finished?.OutputTokens);
        await server.Aborted.Task;
    }

    [Theory]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":-7,"completion_tokens":3}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":99999999999999999999}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":1000000000000}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":{},"completion_tokens":3}}""")]
    [InlineData("""data: {"choices":[],"usage":[7]}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":0}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":9000000,"completion_tokens":1}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":900000}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":1001}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":2000,"completion_tokens":1}}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":900}}""")]
    [InlineData(
        """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":900,"completion_tokens_details":{"reasoning_tokens":4}}}""")]
    public async Task Chat_ImpossibleUsage_IsEstimatedInstead(string usage)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Word, """data: {"choices":[{"delta":{},"finish_reason":"stop"}]}""", usage, "data: [DONE]");
        using var models = Ask.Models(Once, server.Address);

        var end = (await models.Models.AllAsync(Ask.Question()))[^1];

        Assert.False(end.Counted);
        Assert.Equal(1, end.Finished?.OutputTokens);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":900,"completion_tokens_details":{"reasoning_tokens":890}}""", 900)]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":10,"total_tokens":907}""", 900)]
    public async Task Chat_ThinkingThatDidNotComeAlong_IsBelievedWhereTheServerNamesIt(string usage, long counted)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Word, """data: {"choices":[{"delta":{},"finish_reason":"stop"}]}""",
            $$"""data: {"choices":[],"usage":{{usage}}}""", "data: [DONE]");
        using var models = Ask.Models(Once, server.Address);

        var end = (await models.Models.AllAsync(Ask.Question()))[^1];

        Assert.True(end.Counted);
        Assert.Equal(counted, end.Finished?.OutputTokens);
    }

    [Fact]
    public async Task Chat_InstructionsOfTheServersOwn_AreBelievedAsFarAsTheRouteSays()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Word, """data: {"choices":[{"delta":{},"finish_reason":"stop"}]}""",
            """data: {"choices":[],"usage":{"prompt_tokens":2000,"completion_tokens":1}}""", "data: [DONE]");
        using var models = Ask.Models(
            options => Once(options) with { Models = [Ask.OneModel(new RouteOptions { Server = "s0", InstructionTokens = 2000 })] },
            server.Address);

        Assert.True((await models.Models.AllAsync(Ask.Question()))[^1].Counted);
    }

    private static UpstreamsOptions Once(UpstreamsOptions options) => options with { Retries = 0 };
}
