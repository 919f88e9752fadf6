using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Upstreams.StreamLines;

namespace Gateway.Tests.Upstreams;

/// <summary>What a model thinks is no answer, however its server marks it; what only looks like a mark is one.</summary>
public sealed class ThinkingTests
{
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
                context, OpenAiAnswerTests.Delta(content[..cut]), OpenAiAnswerTests.Delta(content[cut..]), Stop, End));
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
            [.. content.Select(each => OpenAiAnswerTests.Delta(each.ToString())), Stop, End]);
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
            [.. content.Select(each => OpenAiAnswerTests.Delta(each == '\n' ? "\\n" : each.ToString())), Stop, End]);
        using var models = Ask.Models(Once, server.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal(answer, events.Text());
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Content_BeginsInvisibly_GivesTheAnswerAlone()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("\u200b"), OpenAiAnswerTests.Delta("\ufeff<think>secret</think>\u2060Hello."), Stop, End);
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
            OpenAiAnswerTests.Delta("lo."), Stop, End);
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
        await using var server = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("<think>hm"), Stop, End);
        using var models = Ask.Models(Once, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question()))[^1].Failure?.Code);
    }

    [Fact]
    public async Task Content_BeginsInTheMiddleOfThinkingByTheRoute_GivesTheAnswerAlone()
    {
        await using var server = await LoopbackServer.StreamingAsync(
            OpenAiAnswerTests.Delta("secret</th"), OpenAiAnswerTests.Delta("ink>\\nHello."), Stop, End);
        using var models = Ask.Models(
            options => Once(options) with { Models = [Ask.OneModel(new RouteOptions { Server = "s0", BeginsThinking = true })] },
            server.Address);

        Assert.Equal("Hello.", (await models.Models.AllAsync(Ask.Question())).Text());
    }
}
