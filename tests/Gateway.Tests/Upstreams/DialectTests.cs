using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Upstreams;

/// <summary>What servers say otherwise than the API's reference: understood, or a failure with a name, but never taken for a whole
/// answer.</summary>
public sealed class DialectTests
{
    private const string Done = "data: [DONE]";
    private static readonly string Stop = Finish("\"stop\"");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task FinishReason_EmptyInEveryPiece_EndsNothing(string nothing)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$"""data: {"choices":[{"delta":{"content":"one "},"finish_reason":{{{nothing}}}}]}""",
            $$$"""data: {"choices":[{"delta":{"content":"two"},"finish_reason":{{{nothing}}}}]}""",
            Finish(nothing), Stop, Done);
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
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Finish(reason), Done);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("half an", events.Text());
        Assert.Equal("upstream-broken", events[^1].Failure?.Code);
    }

    [Fact]
    public async Task FinishReason_ThatNobodyKnows_IsNamedInTheFailure()
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Finish("\"because\""), Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Contains("finish_reason", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Message);
    }

    [Fact]
    public async Task Done_WithoutAnyFinishReason_IsABrokenAnswer()
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("content_filter")]
    [InlineData("CONTENT_FILTER")]
    public async Task FinishReason_ContentFilter_IsFilteredAndNotWhole(string word)
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("half an"), Finish($"\"{word}\""), Done);
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
            Tool("""{"index":0,"id":"a","function":{"name":"timer","arguments":""}}"""), Finish($"\"{reason}\""), Done);
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
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("Wait"), Finish($"\"{reason}\""), Done);
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
        await using var server = await LoopbackServer.StreamingAsync([.. pieces.Select(Tool), Finish("\"tool_calls\""), Done]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(WithTools());

        Assert.Equal(
            ["timer {\"a\":1}", "torch {\"b\":2}"],
            events.Where(each => each.ToolCall is not null).Select(each => $"{each.ToolCall!.Name} {each.ToolCall.ArgumentsJson}"));
        Assert.Equal(2, events.Where(each => each.ToolCall is not null).Select(each => each.ToolCall!.Id).Distinct().Count());
        Assert.NotNull(events[^1].Finished);
    }

    [Theory]
    [InlineData("<think>secret</think>Hello.")]
    [InlineData("<think>\\nsecret < 3 </thin\\n</think>\\n\\nHello.")]
    [InlineData("<think></think>\\n\\n<thinking>secret</thinking> Hello.")]
    [InlineData("[THINK]secret[/THINK]Hello.")]
    [InlineData("\\n<Think>secret</Think>\\nHello.")]
    [InlineData("<think type='deep' n=1>secret</think>Hello.")]
    [InlineData("<think\\n>secret</think >Hello.")]
    [InlineData("<seed:think>secret</seed:think>Hello.")]
    [InlineData("<reasoning>secret</reasoning>Hello.")]
    [InlineData("<thoughts>secret</thoughts>Hello.")]
    [InlineData("<think/>Hello.")]
    [InlineData("<th\u200bink>secret</\u00adthink>Hello.")]
    [InlineData("<think>s<think>e</think>cret</think>Hello.")]
    [InlineData("<think>\\n<think>s</think><think>ecret</think></think>\\nHello.")]
    [InlineData("<think>s</think><reasoning>ecret</reasoning>Hello.")]
    [InlineData("<think>secret</think></think>Hello.")]
    [InlineData("<think>The `<think>` tag and the <think> one, (<think>) too</think>Hello.")]
    [InlineData("<think>it ends by `</think>`, so “</think>”</think>Hello.")]
    [InlineData("<think>see <think>x, which has no end</think>Hello.")]
    [InlineData("◁think▷secret◁/think▷Hello.")]
    [InlineData("<|START_THINKING|>secret<|END_THINKING|>Hello.")]
    [InlineData("<|channel|>analysis<|message|>secret<|end|><|start|>assistant<|channel|>final<|message|>Hello.")]
    [InlineData("<unused94>thought\\nsecret<unused95>Hello.")]
    public async Task Content_WithThinkingInIt_GivesTheAnswerAlone(string content)
    {
        var cut = 0;
        await using var server = await LoopbackServer.StartAsync(
            context => LoopbackServer.StreamAsync(
                context, OpenAiAnswerTests.Delta(content[..cut]), OpenAiAnswerTests.Delta(content[cut..]), Stop, Done));
        using var models = Ask.Models(Once, server.Address);
        for (cut = 0; cut < content.Length; cut++)
        {
            if (cut > 0 && content[cut - 1] == '\\') continue; // half an escape is no JSON

            var events = await models.Models.AllAsync(Ask.Question());

            Assert.Equal("Hello.", events.Text().TrimStart());
            Assert.NotNull(events[^1].Finished);
            Assert.True(events.Sum(each => each.ThoughtBytes) > 0);
            Assert.True(events[^1].Finished?.OutputTokens > TokenEstimate.Count("Hello."));
        }
    }

    [Theory]
    [InlineData("2 < 3 and [4] <b>")]
    [InlineData("Use the <think> tag in HTML like this.")]
    [InlineData("The tag <thought> marks it, and </thought> ends it.")]
    [InlineData("In C, arr[THINK] is fine.")]
    [InlineData("ends with <thin")]
    [InlineData("<b>Think</b> of it.")]
    [InlineData("<thinker>s</thinker> and <think of it>")]
    [InlineData("<think of it> is no tag.")]
    [InlineData("[Thinking] aloud.")]
    [InlineData("`<think>` begins thinking, `</think>` ends it.")]
    [InlineData("&lt;think> is how it is written.")]
    [InlineData("</think> ends it.")]
    public async Task Content_ThatOnlyLooksLikeATag_IsGivenWhole(string content)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            [.. content.Select(each => OpenAiAnswerTests.Delta(each.ToString())), Stop, Done]);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal(content, (await models.Models.AllAsync(Ask.Question())).Text());
    }

    // What a mark is, is asked about too: then the thinking speaks of it, and so does the answer.
    [Theory]
    [InlineData("The user asks what `<think>` means.", "`<think>` begins the thinking of a model, and `</think>` ends it.")]
    [InlineData("They ask about <think> and </thinking>.", "A <think> tag marks it.")]
    [InlineData("One writes <think>x for it.", "A <think> tag marks it.")]
    public async Task Content_ThinkingThatSpeaksOfItsMarks_BringsTheAnswer(string thought, string answer)
    {
        var content = $"<think>{thought}</think>\n\n{answer}";
        await using var server = await LoopbackServer.StreamingAsync(
            [.. content.Select(each => OpenAiAnswerTests.Delta(each == '\n' ? "\\n" : each.ToString())), Stop, Done]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal(answer, events.Text());
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Content_BeginsInvisibly_GivesTheAnswerAlone()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("\u200b"), OpenAiAnswerTests.Delta("\ufeff<think>secret</think>\u2060Hello."), Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        var text = (await models.Models.AllAsync(Ask.Question())).Text();

        Assert.Equal("Hello.", text.TrimStart('\u200b', '\ufeff'));
    }

    [Fact]
    public void Content_BehindAnEndForLongerThanIsHeld_IsTheAnswer()
    {
        var tags = new ThinkTags(isInside: false);
        var answer = string.Concat(Enumerable.Repeat("word ", 4000));

        var text = tags.Take("<think>one <think>x</think> ", out _);
        foreach (var piece in answer.Chunk(7)) text += tags.Take(new string(piece), out _);
        text += tags.Finish(out _);

        Assert.Equal(answer, text);
    }

    [Fact]
    public async Task Content_BeginsInThinkingByTheRouteThatAlsoMarksIt_GivesTheAnswerPieceByPiece()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("\\n<think>secret <reasoning>too</reasoning></think>"), OpenAiAnswerTests.Delta("Hel"),
            OpenAiAnswerTests.Delta("lo."), Stop, Done);
        using var models = Ask.Models(
            options => Once(options) with { Models = [Ask.OneModel(new RouteOptions { Server = "s0", BeginsThinking = true })] },
            server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal(["Hel", "lo."], events.Where(each => each.Text is not null).Select(each => each.Text));
    }

    [Fact]
    public void Content_WithoutTagsOrWithinThinking_AllocatesNothing()
    {
        var tags = new ThinkTags(isInside: false);
        Assert.Equal(0, TestKit.Allocations.Of(() => tags.Take(" word", out _)));
        tags = new ThinkTags(isInside: true);
        Assert.Equal(0, TestKit.Allocations.Of(() => tags.Take(" thought", out _)));
    }

    [Fact]
    public async Task Content_EndsInTheMiddleOfThinking_IsABrokenAnswer()
    {
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("<think>hm"), Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Fact]
    public async Task Content_BeginsInTheMiddleOfThinkingByTheRoute_GivesTheAnswerAlone()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("secret</th"), OpenAiAnswerTests.Delta("ink>\\nHello."), Stop, Done);
        using var models = Ask.Models(
            options => Once(options) with { Models = [Ask.OneModel(new RouteOptions { Server = "s0", BeginsThinking = true })] },
            server.Address);

        Assert.Equal("Hello.", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"Hel"},{"type":"text","text":"lo."}]""")]
    [InlineData("""["Hel","lo."]""")]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"Hello."},{"type":"reference"}]""")]
    public async Task Content_AsParts_IsReadAsText(string content)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            $$$"""data: {"choices":[{"delta":{"content":{{{content}}}}}]}""", Stop, Done);
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
            $$$"""data: {"choices":[{"delta":{"content":{{{content}}}}}]}""", Stop, Done);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Hello.\"}}]}\n\n", "\n")]
    [InlineData("event: message\rid: 1\rdata: {\"choices\":[{\"delta\":\rdata\rdata:{\"content\":\"Hello.\"}}]}\r\r", "\r")]
    [InlineData("\uFEFF: hello\r\n\r\ndata:  {\"choices\":[\r\n: more\r\ndata: {\"delta\":{\"content\":\"Hello.\"}}]}\r\n\r\n", "\r\n")]
    public async Task Events_OverSeveralDataLines_AreReadAsOne(string events, string end)
    {
        var all = System.Text.Encoding.UTF8.GetBytes($"{events}{Stop}{end}{end}{Done}{end}");
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

            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("Hello."), Stop, Done);
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
            """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":29}}""", Done);
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
            return LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("ok"), Stop, Done);
        });
        using var models = Ask.Models(
            options => Once(options) with { Servers = [options.Servers[0] with { ApiKey = "secret", ApiKeyHeader = "api-key" }] },
            server.Address[..^"/v1".Length] + address);

        Assert.Equal("ok", (await models.Models.AllAsync(Ask.Question())).Text());
        Assert.Equal(asked, got);
        Assert.Equal("secret", key);
    }

    [Theory]
    [InlineData("content_filter", StopReason.Filtered)]
    [InlineData("length", StopReason.Length)]
    public async Task Turn_ServerEndsTheAnswerItself_SaysHow(string reason, StopReason stop)
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("Half an answer"), Finish($"\"{reason}\""), Done);
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
            """data: {"choices":[],"usage":{"prompt_tokens":2000,"completion_tokens":1024}}""", Done);
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
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("Hello."), Stop, Done);
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
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("Hello."), Stop, Done);
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

    private static ChatRequest WithTools() => Ask.Question() with { Tools = [new Tool { Name = "timer" }, new Tool { Name = "torch" }] };

    private static string Finish(string reason) => $$$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":{{{reason}}}}]}""";

    private static string Tool(string piece) => $$$"""data: {"choices":[{"index":0,"delta":{"tool_calls":[{{{piece}}}]}}]}""";

    private static UpstreamsOptions Once(UpstreamsOptions options) => options with { Retries = 0 };
}
