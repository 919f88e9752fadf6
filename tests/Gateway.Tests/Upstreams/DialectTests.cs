using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Upstreams.StreamLines;

namespace Gateway.Tests.Upstreams;

/// <summary>What servers say otherwise than the API's reference: understood, or a failure with a name, but never taken for a whole
/// answer.</summary>
public sealed class DialectTests
{
    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task FinishReason_EmptyInEveryPiece_EndsNothing(string nothing)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$"""data: {"choices":[{"delta":{"content":"one "},"finish_reason":{{{nothing}}}}]}""",
            $$$"""data: {"choices":[{"delta":{"content":"two"},"finish_reason":{{{nothing}}}}]}""",
            Finish(nothing), Stop, End);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("one two", events.Text());
        Assert.NotNull(events[^1].Finished);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"error\"")]
    [InlineData("\"abort\"")]
    [InlineData("\"because\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task FinishReason_NoneThatIsKnown_IsABrokenAnswerWhateverFollows(string reason)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Finish(reason), End);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("half an", events.Text());
        Assert.Equal("upstream-broken", events[^1].Failure?.Code);
    }

    [Fact]
    public async Task FinishReason_ThatNobodyKnows_IsNamedInTheFailure()
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Finish("\"because\""), End);
        using var models = Ask.Models(Once, server.Address);

        Assert.Contains("finish_reason", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Message);
    }

    [Fact]
    public async Task Done_WithoutAnyFinishReason_IsABrokenAnswer()
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), End);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("content_filter")]
    [InlineData("CONTENT_FILTER")]
    public async Task FinishReason_ContentFilter_IsFilteredAndNotWhole(string word)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Finish($"\"{word}\""), End);
        using var models = Ask.Models(Once, server.Address);

        var end = (await models.Models.AllAsync(Ask.Question()))[^1];

        Assert.NotNull(end.Finished);
        Assert.True(end.IsFiltered);
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task FinishReason_CutInTheMiddleOfAToolCall_RunsNoTool(string reason)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Tool("""{"index":0,"id":"a","function":{"name":"timer","arguments":""}}"""), Finish($"\"{reason}\""), End);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(WithTools());

        Assert.DoesNotContain(events, each => each.ToolCall is not null);
        Assert.True(events[^1].CutShort || events[^1].IsFiltered);
    }

    [Theory]
    [InlineData("tool_calls")]
    [InlineData("function_call")]
    public async Task FinishReason_ToolCallThatNeverCame_IsABrokenAnswer(string reason)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("Wait"), Finish($"\"{reason}\""), End);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(WithTools()))[^1].Failure?.Code);
    }

    [Theory]
    // Whole, all with the number 0, and identities that are missing, empty or different.
    [InlineData("""{"index":0,"function":{"name":"timer","arguments":"{\"a\":1}"}}""",
        """{"index":0,"function":{"name":"torch","arguments":"{\"b\":2}"}}""")]
    [InlineData("""{"index":0,"id":"","function":{"name":"timer","arguments":"{\"a\":1}"}}""",
        """{"index":0,"id":"","function":{"name":"torch","arguments":"{\"b\":2}"}}""")]
    [InlineData("""{"index":0,"id":"x","function":{"name":"timer","arguments":"{\"a\":1}"}}""",
        """{"index":0,"id":"y","function":{"name":"torch","arguments":"{\"b\":2}"}}""")]
    // In pieces, one call after the other, and one between the other's.
    [InlineData("""{"index":0,"id":"x","function":{"name":"timer","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"a\""}}""",
        """{"index":0,"function":{"arguments":":1}"}}""",
        """{"index":0,"id":"y","function":{"name":"torch","arguments":""}}""",
        """{"index":0,"function":{"arguments":"{\"b\":2}"}}""")]
    [InlineData("""{"index":0,"id":"x","function":{"name":"timer","arguments":"{\"a\""}}""",
        """{"index":0,"id":"y","function":{"name":"torch","arguments":"{\"b\""}}""",
        """{"index":0,"id":"x","function":{"arguments":":1}"}}""", """{"index":0,"id":"y","function":{"arguments":":2}"}}""")]
    // Numbered rightly, with name and a new identity in every piece and an empty one behind, as an older vLLM does.
    [InlineData("""{"index":0,"id":"r1","function":{"name":"timer","arguments":"{\"a\""}}""",
        """{"index":0,"id":"r2","function":{"name":"timer","arguments":":1}"}}""",
        """{"index":0,"id":"r3","function":{"name":"timer","arguments":""}}""",
        """{"index":1,"id":"r4","function":{"name":"torch","arguments":"{\"b\":2}"}}""")]
    // Arguments as an object.
    [InlineData("""{"function":{"name":"timer","arguments":{"a":1}}}""", """{"function":{"name":"torch","arguments":{"b":2}}}""")]
    public async Task ToolCalls_HoweverTheyAreNumberedAndCut_AreTheTwoThatWereMeant(params string[] pieces)
    {
        await using var server = await LoopbackServer.StreamingAsync([.. pieces.Select(Tool), Finish("\"tool_calls\""), End]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(WithTools());

        Assert.Equal(
            ["timer {\"a\":1}", "torch {\"b\":2}"],
            events.Where(each => each.ToolCall is not null).Select(each => $"{each.ToolCall!.Name} {each.ToolCall.ArgumentsJson}"));
        Assert.Equal(2, events.Where(each => each.ToolCall is not null).Select(each => each.ToolCall!.Id).Distinct().Count());
        Assert.NotNull(events[^1].Finished);
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"Hel"},{"type":"text","text":"lo."}]""")]
    [InlineData("""["Hel","lo."]""")]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"Hello."},{"type":"reference"}]""")]
    public async Task Content_AsParts_IsReadAsText(string content)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$"""data: {"choices":[{"delta":{"content":{{{content}}}}}]}""", Stop, End);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("Hello.", events.Text());
        Assert.NotNull(events[^1].Finished);
    }

    [Theory]
    [InlineData("""[{"type":"image_url","image_url":{"url":"http://127.0.0.1/"}}]""")]
    [InlineData("""[5]""")]
    public async Task Content_WithAPartThatCannotBeSaid_IsABrokenAnswer(string content)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$"""data: {"choices":[{"delta":{"content":{{{content}}}}}]}""", Stop, End);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Hello.\"}}]}\n\n", "\n")]
    [InlineData("event: message\rid: 1\rdata: {\"choices\":[{\"delta\":\rdata\rdata:{\"content\":\"Hello.\"}}]}\r\r", "\r")]
    [InlineData("\uFEFF: hello\r\n\r\ndata:  {\"choices\":[\r\n: more\r\ndata: {\"delta\":{\"content\":\"Hello.\"}}]}\r\n\r\n", "\r\n")]
    public async Task Events_OverSeveralDataLines_AreReadAsOne(string events, string end)
    {
        var all = System.Text.Encoding.UTF8.GetBytes($"{events}{Stop}{end}{end}{End}{end}");
        foreach (var cut in Enumerable.Range(0, all.Length))
        {
            using var lines = new SseLines(new TestKit.TrickleStream(all, cut + 1), 4096);
            var answer = new List<string>();
            while (true)
            {
                while (lines.TryRead(out var data)) answer.Add(System.Text.Encoding.UTF8.GetString(data));
                if (await lines.FillAsync(default) is var count and > 0) lines.Filled(count);
                else break;
            }

            if (lines.TryReadLast(out var last)) answer.Add(System.Text.Encoding.UTF8.GetString(last));
            Assert.Equal(3, answer.Count);
            var choice = System.Text.Json.JsonDocument.Parse(answer[0]).RootElement.GetProperty("choices")[0];
            Assert.Equal("Hello.", choice.GetProperty("delta").GetProperty("content").GetString());
            Assert.Equal("[DONE]", answer[2]);
        }
    }

    [Theory]
    [InlineData("""data: {"choices":[{"delta":{"reasoning_content":"hmm"}}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"reasoning":"hmm","reasoning_content":"hmm"}}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"content":"<think>hmm</think>"}}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"content":"","thinking":"hmm"}}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"reasoning":{"text":"hmm"}}}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.text","text":"hmm"}]}}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.encrypted","data":"aG1t"}]}}]}""")]
    [InlineData(": still at work")]
    [InlineData("event: ping\ndata: {\"type\":\"ping\"}")]
    public async Task Thinking_ForLongerThanTheWaitForTheFirstWord_IsWaitedFor(string life)
    {
        var next = new SemaphoreSlim(0);
        var sent = new SemaphoreSlim(0);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var turn = 0; turn < 4; turn++)
            {
                await LoopbackServer.StreamAsync(context, life);
                sent.Release();
                await next.WaitAsync(context.RequestAborted);
            }

            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("Hello."), Stop, End);
        });
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var models = Ask.Models(time, Once, server.Address);

        var answer = models.Models.AllAsync(Ask.Question());
        for (var turn = 0; turn < 4; turn++)
        {
            await Task.WhenAny(answer, sent.WaitAsync());
            await Task.Delay(300); // until it was read; when it was not, the next wait is too long
            time.Advance(TimeSpan.FromSeconds(20));
            next.Release();
        }

        var events = await answer;
        Assert.Equal("Hello.", events.Text());
        Assert.NotNull(events[^1].Finished);
        Assert.Equal(life[0] != 'd', events.All(each => each.ThoughtBytes == 0));
    }

    [Fact]
    public async Task Thinking_LeftOutOfOneCountButNotOfTheTotal_IsCounted()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            """data: {"choices":[{"delta":{"reasoning_content":"much to think about, for many words"}}]}""",
            OpenAiAnswerTests.Delta("Hello."), Stop,
            """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":29}}""", End);
        using var models = Ask.Models(Once, server.Address);

        var end = (await models.Models.AllAsync(Ask.Question()))[^1];

        Assert.True(end.Counted);
        Assert.Equal(22, end.Finished?.OutputTokens);
    }

    [Theory]
    [InlineData("/openai/deployments/mini?api-version=2024-10-21", "/openai/deployments/mini/chat/completions?api-version=2024-10-21")]
    [InlineData("/v1/?api-version=preview&a=b%20c", "/v1/chat/completions?api-version=preview&a=b%20c")]
    [InlineData("/v1/", "/v1/chat/completions")]
    [InlineData("", "/chat/completions")]
    public async Task Address_WithAQuery_KeepsItBehindThePath(string address, string asked)
    {
        string? got = null, key = null;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            (got, key) = (context.Request.Path + context.Request.QueryString, context.Request.Headers["api-key"]);
            return LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("ok"), Stop, End);
        });
        using var models = Ask.Models(
            options => Once(options) with { Servers = [options.Servers[0] with { ApiKey = "secret", ApiKeyHeader = "api-key" }] },
            server.Address[..^"/v1".Length] + address);

        Assert.Equal("ok", (await models.Models.AllAsync(Ask.Question())).Text());
        Assert.Equal(asked, got);
        Assert.Equal("secret", key);
    }

    private static ChatRequest WithTools() => Ask.Question() with { Tools = [new Tool { Name = "timer" }, new Tool { Name = "torch" }] };

    private static string Tool(string piece) => $$$"""data: {"choices":[{"index":0,"delta":{"tool_calls":[{{{piece}}}]}}]}""";
}
