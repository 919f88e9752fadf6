using System.Text;
using System.Text.Json;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Upstreams.OpenAi;

public sealed class OpenAiAnswerTests
{
    private const string Done = "data: [DONE]";
    private const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""";

    [Fact]
    public async Task Chat_WholeAnswer_GivesWordsAndCountedUsage()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            ": ping", Delta(""), Delta("Hel"), Delta("lo \\u00e9\\n"), Stop, Usage, Done);
        using var models = Ask.Models(server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("Hello é\n", events.Text());
        Assert.Equal(new Amounts(7, 3), events[^1].Finished);
        Assert.True(events[^1].Counted);
        Assert.False(events[^1].CutShort);
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_OverHttp2_GivesTheSameWords()
    {
        await using var server = await LoopbackServer.StartAsync(
            context => LoopbackServer.StreamAsync(context, Delta("Hello"), Stop, Usage, Done), HttpProtocols.Http2);
        using var models = Ask.Models(options => options with { Servers = [options.Servers[0] with { Http2 = true }] }, server.Address);

        Assert.Equal("Hello", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Fact]
    public async Task Chat_NoUsageFromTheServer_SaysThatItIsEstimated()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Delta("12345678"), """data: {"choices":[{"delta":{},"finish_reason":"length"}]}""");
        using var models = Ask.Models(server.Address);

        var end = (await models.Models.AllAsync(Ask.Question("12345678")))[^1];

        Assert.Equal(new Amounts(2 + 4, 2), end.Finished);
        Assert.False(end.Counted);
        Assert.True(end.CutShort);
    }

    [Fact]
    public async Task Chat_ToolCallInPieces_IsGivenWhole()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Tool("""{"index":0,"id":"c1","type":"function","function":{"name":"timer","arguments":""}}"""),
            Tool("""{"index":1,"id":"c2","type":"function","function":{"name":"timer","arguments":"{}"}}"""),
            Tool("""{"index":0,"function":{"arguments":"{\"minutes\":"}}"""),
            Tool("""{"index":0,"function":{"arguments":"5}"}}"""),
            """data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}""",
            Done);
        using var models = Ask.Models(server.Address);

        var events = await models.Models.AllAsync(Ask.Question() with { Tools = [new Tool { Name = "timer" }] });

        Assert.Equal(
            [new ChatToolCall("c1", "timer", """{"minutes":5}"""), new ChatToolCall("c2", "timer", "{}")],
            events.Where(each => each.ToolCall is not null).Select(each => each.ToolCall!));
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Chat_QuestionWithEverything_IsSentAsTheApiWantsIt()
    {
        JsonDocument? sent = null;
        string? key = null;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            sent = await JsonDocument.ParseAsync(context.Request.Body);
            key = context.Request.Headers.Authorization;
            Assert.Equal("/v1/chat/completions", context.Request.Path);
            await LoopbackServer.StreamAsync(context, Delta("ok"), Stop, Done);
        });
        using var models = Ask.Models(
            options => options with { Servers = [options.Servers[0] with { ApiKey = "secret" }] }, server.Address);

        var events = await models.Models.AllAsync(Everything);

        Assert.Null(events[^1].Failure);
        Assert.Equal("Bearer secret", key);
        AssertWasSent(sent!.RootElement);
    }

    [Fact]
    public async Task Chat_ManyEventsInOneByteEach_AreReadAsOne()
    {
        var all = Encoding.UTF8.GetBytes(string.Join("\r\n\r\n", Delta("é€😀"), Stop, Usage, Done) + "\r\n\r\n");
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            foreach (var one in all)
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }
        });
        using var models = Ask.Models(server.Address);

        Assert.Equal("é€😀", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    // A tool's parameters that are no JSON are sent as those of a tool that takes nothing.
    private static ChatRequest Everything => Ask.Question() with
    {
        Tools =
        [
            new Tool { Name = "timer", Description = "Sets", ParametersJson = """{"type":"object"}""" },
            new Tool { Name = "bad", ParametersJson = "}," },
        ],
        Messages =
        [
            new ChatMessage(ChatRole.System, "be \"short\""),
            new ChatMessage(ChatRole.User, "look") { Images = [new byte[] { 0xff, 0xd8, 0xfb }] },
            new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [new ChatToolCall("c1", "timer", """{"a":1}""")] },
            new ChatMessage(ChatRole.Tool, "{}") { ToolCallId = "c1" },
        ],
    };

    private static void AssertWasSent(JsonElement sent)
    {
        Assert.True(sent.GetProperty("stream").GetBoolean());
        Assert.True(sent.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(1000, sent.GetProperty("max_tokens").GetInt32());
        var messages = sent.GetProperty("messages");
        Assert.Equal("be \"short\"", messages[0].GetProperty("content").GetString());
        Assert.Equal(
            "data:image/jpeg;base64," + Convert.ToBase64String([0xff, 0xd8, 0xfb]),
            messages[1].GetProperty("content")[1].GetProperty("image_url").GetProperty("url").GetString());
        var call = messages[2].GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal("""{"a":1}""", call.GetProperty("arguments").GetString());
        Assert.Equal("c1", messages[3].GetProperty("tool_call_id").GetString());
        var bad = sent.GetProperty("tools")[1].GetProperty("function");
        Assert.Equal("object", bad.GetProperty("parameters").GetProperty("type").GetString());
    }

    internal static string Delta(string json) =>
        $$$"""data: {"id":"x","choices":[{"index":0,"delta":{"content":"{{{json}}}"},"finish_reason":null}]}""";

    private static string Tool(string piece) => $$$"""data: {"choices":[{"index":0,"delta":{"tool_calls":[{{{piece}}}]}}]}""";
}
