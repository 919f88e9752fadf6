using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Upstreams;

/// <summary>When an answer is whole and what belongs to it, where a server says so in other ways than the API's reference.</summary>
public sealed class AnswerEndTests
{
    private const string Done = "data: [DONE]";
    private const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string ToolsFollow = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""";

    // Of several choices the one that was asked for counts, by its number and not by its place, with its own end.
    [Theory]
    [InlineData(
        true,
        """{"index":0,"delta":{"content":"one "}}""",
        """{"index":1,"delta":{"content":"other "}}""",
        """{"index":0,"delta":{"content":"two"},"finish_reason":"stop"}""",
        """{"index":1,"delta":{},"finish_reason":"error"}""")]
    [InlineData(
        true,
        """
        {"index":1,"delta":{"content":"other"},"finish_reason":"error"},{"delta":{"content":"one two"},"finish_reason":"stop","index":0}
        """)]
    [InlineData(
        false,
        """{"index":0,"delta":{"content":"one "}}""",
        """{"index":1,"delta":{"content":"other "}}""",
        """{"index":0,"delta":{"content":"two"}}""",
        """{"index":1,"delta":{},"finish_reason":"stop"}""")]
    [InlineData(false, """{"index":1,"delta":{"content":"other"},"finish_reason":"stop"},{"index":0,"delta":{"content":"one two"}}""")]
    public async Task Choices_Several_OnlyTheFirstOnesWordsAndEndCount(bool isWhole, params string[] events)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            [.. events.Select(choices => $$"""data: {"choices":[{{choices}}]}"""), Done]);
        using var models = Ask.Models(Once, server.Address);

        var all = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("one two", all.Text());
        Assert.Equal(isWhole ? null : "upstream-broken", all[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("""data: {"object":"error","message":"CUDA out of memory","code":500}""")]
    [InlineData("""data: {"type":"error","code":500}""")]
    [InlineData("""data: {"message":"overloaded","code":529}""")]
    [InlineData("""data: {"detail":"Internal error"}""")]
    [InlineData("event: error\ndata: {\"choices\":[]}")]
    [InlineData("event: error\ndata: overloaded")]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","error":{"code":502}}]}""")]
    [InlineData("""data: {"choices":[{"index":0,"error":{"code":502},"delta":{}}]}""")]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"error":"overloaded"}}]}""")]
    [InlineData("""data: {"choices":[],"message":"overloaded","code":529}""")]
    [InlineData("""data: {"object":"error","choices":[]}""")]
    [InlineData("""data: {"errors":[{"message":"overloaded"}]}""")]
    [InlineData("""data: {"error_code":336100,"error_msg":"busy"}""")]
    [InlineData("""data: {"fault":{"faultstring":"gone"}}""")]
    [InlineData("""data: {"status":503}""")]
    [InlineData("""data: {"success":false}""")]
    [InlineData("event: error\ndata:")]
    [InlineData("event: Error\ndata: {}")]
    public async Task Error_InAnyShapeBeforeStop_IsABrokenAnswer(string error)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), error, Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("half an", events.Text());
        Assert.Equal("upstream-broken", events[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("""data: {"code":0,"message":"Success","sid":"x"}""")]
    [InlineData("""data: {"success":true,"message":"at work"}""")]
    [InlineData("""data: {"error":null,"message":"","status":"in_progress"}""")]
    [InlineData("""data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":1},"message":"counted"}""")]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"content":""},"error":null}],"code":500,"message":"of the choice"}""")]
    [InlineData("event: metadata\ndata: {\"trace\":\"x\"}")]
    [InlineData("event: ping\ndata: overloaded")]
    public async Task Event_ThatSaysNothingOfAnError_ChangesNothing(string other)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("whole"), other, Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("whole", events.Text());
        Assert.NotNull(events[^1].Finished);
    }

    [Theory]
    [InlineData("""{"index":0,"text":"Hel"}""", """{"index":0,"text":"lo.","finish_reason":"stop"}""")]
    [InlineData(
        """{"index":0,"text":"Hel","delta":{"content":"Hel"}}""", """{"text":"lo.","delta":{"content":"lo."},"finish_reason":"stop"}""")]
    [InlineData("""{"index":0,"delta":{"role":"assistant"}}""", """{"message":{"content":"Hello."},"finish_reason":"stop"}""")]
    [InlineData("""{"index":0,"message":{"content":""}}""", """{"message":{"content":"Hello."},"delta":{},"finish_reason":"stop"}""")]
    public async Task Words_InAnotherPlace_AreTheAnswer(params string[] choices)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            [.. choices.Select(choice => $$"""data: {"choices":[{{choice}}]}"""), Done]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("Hello.", events.Text());
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Message_InPlaceOfPieces_IsTheAnswer()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            """data: {"choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]}""", Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("Hello.", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Fact]
    public async Task Message_BesidePieces_RepeatsThemAndIsNotSaidAgain()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            """data: {"choices":[{"index":0,"message":{"content":"Hel"},"delta":{"content":"Hel"}}]}""",
            """data: {"choices":[{"index":0,"message":{"content":"Hello."},"delta":{"content":"lo."}}]}""",
            """data: {"choices":[{"index":0,"message":{"content":"Hello."},"finish_reason":"stop"}]}""", Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("Hello.", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Theory]
    [InlineData("message")]
    [InlineData("delta")]
    public async Task Message_AndMoreWordsBehindIt_IsABrokenAnswer(string place)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            """data: {"choices":[{"index":0,"message":{"content":"Hel"}}]}""",
            $$$"""data: {"choices":[{"index":0,"{{{place}}}":{"content":"Hello."},"finish_reason":"stop"}]}""", Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Finish_WithoutDoneOnAnOpenConnection_IsWholeAfterAShortWait(bool isCounted)
    {
        const string usage = """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}""";
        var sent = new SemaphoreSlim(0);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("Hello."), Stop);
            if (isCounted) await LoopbackServer.StreamAsync(context, usage);
            sent.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var models = Ask.Models(time, Once, server.Address);

        var answer = models.Models.AllAsync(Ask.Question());
        await sent.WaitAsync();
        var begun = time.GetTimestamp();
        while (!answer.IsCompleted)
        {
            await Task.Delay(10); // until it was read, and then for the short wait
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        var events = await answer;
        var waited = time.GetElapsedTime(begun);
        Assert.InRange(waited, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(14)); // less than is waited for a next word
        Assert.Equal("Hello.", events.Text());
        Assert.Equal(isCounted, events[^1].Counted);
        Assert.NotNull(events[^1].Finished);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, " and mo")]
    public async Task Finish_ThenAReset_IsWholeUnlessWordsCameBehindIt(bool isWhole, string behind)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            string[] events = behind.Length > 0 ? [Stop, OpenAiAnswerTests.Delta(behind)] : [Stop];
            await LoopbackServer.StreamAsync(context, string.Join("\n\n", events.Prepend(OpenAiAnswerTests.Delta("Hello")))); // at once
            await heard.Task;
            context.Abort();
        });
        using var models = Ask.Models(Once, server.Address);
        ChatEvent last = default;

        await foreach (var next in models.Models.ChatAsync(Ask.Question(), default))
        {
            heard.TrySetResult();
            last = next;
        }

        Assert.Equal(isWhole ? null : "upstream-broken", last.Failure?.Code);
        Assert.Equal(isWhole, last.Finished is not null);
    }

    // A reason says how what came before it ended.
    [Theory]
    [InlineData("""{"content":" and more"}""")]
    [InlineData("""{"content":" and more"}""", Done)]
    [InlineData("""{"reasoning_content":"hm"}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"timer","arguments":"{}"}}]}""", Done)]
    public async Task Finish_ThenMoreOfTheAnswerAndAnEnd_IsABrokenAnswer(string behind, params string[] end)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            [OpenAiAnswerTests.Delta("Hello"), Stop, $$$"""data: {"choices":[{"index":0,"delta":{{{behind}}}}]}""", .. end]);
        using var models = Ask.Models(Once, server.Address);

        var last = (await models.Models.AllAsync(WithTools()))[^1];

        Assert.Equal("upstream-broken", last.Failure?.Code);
        Assert.Contains("finish_reason", last.Failure?.Message);
    }

    [Theory]
    [InlineData("""{"content":" and more"},"finish_reason":"stop" """)]
    [InlineData("""{"content":" and more"}""", """{},"finish_reason":"stop" """)]
    public async Task Finish_ThenMoreOfTheAnswerAndAnotherFinish_IsWhole(params string[] behind)
    {
        await using var server = await LoopbackServer.StreamingAsync(
        [
            OpenAiAnswerTests.Delta("Hello"), Stop, .. behind.Select(each => $$$"""data: {"choices":[{"index":0,"delta":{{{each}}}}]}"""),
        ]);
        using var models = Ask.Models(Once, server.Address);

        var all = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("Hello and more", all.Text());
        Assert.NotNull(all[^1].Finished);
    }

    // Of a server that says it with every piece, none says that it was the last.
    [Fact]
    public async Task Finish_WithEveryPieceAndTheConnectionBreaks_IsABrokenAnswer()
    {
        const string Last = "\"finish_reason\":\"stop\"";
        string[] pieces = [.. new[] { "Hello", " and mo" }.Select(
            words => OpenAiAnswerTests.Delta(words).Replace("\"finish_reason\":null", Last, StringComparison.Ordinal))];
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, pieces);
            await heard.Task;
            context.Abort();
        });
        using var models = Ask.Models(Once, server.Address);
        ChatEvent last = default;

        await foreach (var next in models.Models.ChatAsync(Ask.Question(), default))
        {
            if (next.Text == " and mo") heard.TrySetResult();
            last = next;
        }

        Assert.Equal("upstream-broken", last.Failure?.Code);
    }

    [Fact]
    public async Task Character_CutIntoTwoEvents_IsWhole()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("smile \\ud83d"), OpenAiAnswerTests.Delta(""),
            OpenAiAnswerTests.Delta("\\ude00 \\\\ud83d"), Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("smile 😀 \\ud83d", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Theory]
    [InlineData("\\ud83d", "x")]
    [InlineData("\\ud83d", "\\ud83d")]
    [InlineData("x", "\\ude00")]
    [InlineData("a\\ud83db", "c")]
    [InlineData("x\\ud83d", "")]
    public async Task Character_OfWhichAHalfIsMissing_IsABrokenAnswer(string one, string other)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta(one), OpenAiAnswerTests.Delta(other), Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("stop", true)]
    [InlineData("length", false)]
    [InlineData("content_filter", false)]
    public async Task Character_OfWhichTheAnswerHasOnlyAHalfAtItsEnd_IsBrokenOnlyWhereTheAnswerIsWhole(string finish, bool isBroken)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("cut \\ud83d"),
            $$$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":"{{{finish}}}"}]}""", Done);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("cut ", events.Text());
        Assert.Equal(isBroken ? "upstream-broken" : null, events[^1].Failure?.Code);
    }

    [Theory]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\":1}"}}""",
        """{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\":1}"}}""")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\":1,\"b\":[]}"}}""",
        """{"index":1,"id":"a","function":{"name":"timer","arguments":"{ \"b\": [], \"a\": 1 }"}}""")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"timer","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"a\""}}""",
        """{"index":0,"function":{"arguments":":1}"}}""",
        """{"index":0,"id":"a","function":{"name":"timer","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"a\""}}""",
        """{"index":0,"function":{"arguments":":1}"}}""")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\""}}""",
        """{"index":0,"id":"a","function":{"arguments":":1}"}}""",
        """{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\""}}""",
        """{"index":0,"id":"a","function":{"arguments":":1}"}}""")]
    public async Task ToolCall_RepeatedWithItsIdentity_IsOne(params string[] pieces)
    {
        await using var server = await LoopbackServer.StreamingAsync([.. pieces.Select(Tool), ToolsFollow, Done]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(WithTools());

        var call = Assert.Single(events, each => each.ToolCall is not null).ToolCall;
        Assert.StartsWith("""{"a":1""", call?.ArgumentsJson, StringComparison.Ordinal);
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task ToolCall_RepeatedBehindItsEnd_IsOne()
    {
        const string call = """{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\":1}"}}""";
        await using var server = await LoopbackServer.StreamingAsync(Tool(call), ToolsFollow, Tool(call), ToolsFollow, Done);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(WithTools());

        Assert.Single(events, each => each.ToolCall is not null);
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task ToolCalls_TwoThatBearOneIdentity_AreTwo()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            Tool("""{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\":1}"}}"""),
            Tool("""{"index":0,"id":"a","function":{"name":"timer","arguments":"{\"a\":2}"}}"""), ToolsFollow, Done);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(WithTools());

        var calls = events.Where(each => each.ToolCall is not null).Select(each => each.ToolCall!).ToList();
        Assert.Equal(["""{"a":1}""", """{"a":2}"""], calls.Select(call => call.ArgumentsJson));
        Assert.NotEqual(calls[0].Id, calls[1].Id);
    }

    private static ChatRequest WithTools() => Ask.Question() with { Tools = [new Tool { Name = "timer" }, new Tool { Name = "torch" }] };

    private static string Tool(string piece) => $$$"""data: {"choices":[{"index":0,"delta":{"tool_calls":[{{{piece}}}]}}]}""";

    private static UpstreamsOptions Once(UpstreamsOptions options) => options with { Retries = 0 };
}
