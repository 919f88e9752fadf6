using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Upstreams;

/// <summary>A server is left alone for what it does to everybody, never for what one tenant asks.</summary>
public sealed class BreakerTests
{
    private const string Stop = """data: {"choices":[{"delta":{},"finish_reason":"stop"}]}""";

    [Theory]
    [InlineData("status 500")]
    [InlineData("status 404")]
    [InlineData("status 429")]
    [InlineData("unknown tool")]
    [InlineData("break")]
    [InlineData("garbage")]
    public async Task Chat_QuestionsOfOneTenantFail_OthersAreAnswered(string fault)
    {
        await using var server = await LoopbackServer.StartAsync(context => AnswerAsync(context, fault));
        using var models = Ask.Models(options => options with { Breaker = new() { MinimumAttempts = 2 } }, server.Address);

        for (var turn = 0; turn < 10; turn++) Assert.NotNull((await models.Models.AllAsync(By("loud", "bad")))[^1].Failure);

        Assert.Equal("good", (await models.Models.AllAsync(By("quiet", "good"))).Text());
        Assert.Equal("good", (await models.Models.AllAsync(By("loud", "good"))).Text());
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_QuestionIsRetried_CountsOnce()
    {
        await using var server = await LoopbackServer.StartAsync(context => AnswerAsync(context, "status 500"));
        using var models = Ask.Models(options => options with { Retries = 2, Breaker = new() { MinimumAttempts = 4 } }, server.Address);

        foreach (var tenant in new[] { "a", "b", "c" }) await models.Models.AllAsync(By(tenant, "bad"));

        Assert.Equal(9, server.Requests);
    }

    [Fact]
    public async Task Chat_QuestionsOfSeveralTenantsFail_TheServerIsLeftAlone()
    {
        await using var server = await LoopbackServer.StartAsync(context => AnswerAsync(context, "status 500"));
        using var models = Ask.Models(options => options with { Retries = 0, Breaker = new() { MinimumAttempts = 4 } }, server.Address);

        for (var turn = 0; turn < 10; turn++) await models.Models.AllAsync(By($"tenant-{turn % 2}", "bad"));

        Assert.Equal(4, server.Requests);
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_NobodyListens_TheServerIsLeftAloneWhoeverAsks()
    {
        using var models = Ask.Models(
            options => options with { Retries = 0, Breaker = new() { MinimumAttempts = 4 } }, "http://127.0.0.1:1/v1");

        for (var turn = 0; turn < 4; turn++)
        {
            Assert.Contains("cannot be reached", (await models.Models.AllAsync(By("one", "good")))[^1].Failure!.Message);
        }

        Assert.Contains("left alone", (await models.Models.AllAsync(By("one", "good")))[^1].Failure!.Message);
    }

    private static ChatRequest By(string tenant, string text) =>
        Ask.Question(text) with { Caller = new Caller(tenant, "key-of-" + tenant, null) };

    private static async Task AnswerAsync(HttpContext context, string fault)
    {
        using var body = new StreamReader(context.Request.Body);
        if (!(await body.ReadToEndAsync()).Contains("bad", StringComparison.Ordinal))
        {
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("good"), Stop);
            return;
        }

        if (fault.Split(' ') is ["status", var status])
        {
            context.Response.StatusCode = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (fault == "break")
        {
            context.Abort();
        }
        else if (fault == "garbage")
        {
            await LoopbackServer.StreamAsync(context, "data: {");
        }
        else
        {
            await LoopbackServer.StreamAsync(
                context,
                """data: {"choices":[{"delta":{"tool_calls":[{"id":"c","function":{"name":"nobody_offered","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
        }
    }
}
