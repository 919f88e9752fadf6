using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Upstreams.Scripted;

public sealed class ScriptedUpstreamTests
{
    private static readonly UpstreamsOptions AtOnce = new() { Scripted = new() { TokensPerSecond = 0 } };

    [Theory]
    [InlineData("what time is it")]
    [InlineData("say 20 words")]
    [InlineData("repeat: hello")]
    [InlineData("call timer with {\"a\":1}")] // which nobody offers
    public async Task Chat_AnyQuestion_SaysThatItIsScripted(string question)
    {
        using var models = new TestModels(AtOnce, TimeProvider.System);

        var events = await models.Models.AllAsync(Ask.Question(question, "scripted") with { PrivateOnly = true });

        Assert.True(models.Models.IsScripted("scripted"));
        Assert.StartsWith("Scripted answer: ", events.Text());
        Assert.Equal(events.Count - 1, events[^1].Finished?.OutputTokens);
        Assert.Equal(events, await models.Models.AllAsync(Ask.Question(question, "scripted") with { PrivateOnly = true }));
    }

    [Fact]
    public async Task Chat_AskedToCallAnOfferedTool_CallsItAndThenAnswers()
    {
        using var models = new TestModels(AtOnce, TimeProvider.System);
        var question = Ask.Question("please call timer with {\"minutes\":5}", "scripted") with { Tools = [new Tool { Name = "timer" }] };

        var call = (await models.Models.AllAsync(question))[0].ToolCall;
        var after = await models.Models.AllAsync(question with
        {
            Messages =
            [
                .. question.Messages, new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [call!] }, new ChatMessage(ChatRole.Tool, "{}")
                {
                    ToolCallId = call!.Id,
                },
            ],
        });

        Assert.Equal(("timer", "{\"minutes\":5}"), (call.Name, call.ArgumentsJson));
        Assert.StartsWith("Scripted answer: ", after.Text());
    }

    [Fact]
    public async Task Chat_MoreWordsThanAllowed_IsCutShort()
    {
        using var models = new TestModels(AtOnce, TimeProvider.System);

        var events = await models.Models.AllAsync(Ask.Question("say 100 words", "scripted") with { MaxOutputTokens = 7 });

        Assert.Equal(7, events[^1].Finished?.OutputTokens);
        Assert.True(events[^1].CutShort);
    }

    [Fact]
    public async Task Chat_AskedToBreak_FailsAfterWords()
    {
        using var models = new TestModels(AtOnce, TimeProvider.System);

        Assert.Equal("upstream-broken", (await models.Models.AllAsync(Ask.Question("break", "scripted")))[^1].Failure?.Code);
    }

    [Fact]
    public async Task Chat_AtASpeed_WaitsForEachToken()
    {
        var time = new FakeTimeProvider();
        using var models = new TestModels(AtOnce, time);
        await using var answer = models.Models.ChatAsync(Ask.Question("say 9 words at 2 per second", "scripted"), default)
            .GetAsyncEnumerator();

        var first = answer.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await first);
    }

    [Fact]
    public async Task TranscribeAndSpeak_GiveSomethingThatSaysWhatItIs()
    {
        using var models = new TestModels(AtOnce, TimeProvider.System);

        Assert.Equal(
            "Scripted transcript of 1.5 seconds of sound.",
            (await models.Models.TranscribeAsync(Ask.Question("", "scripted"), new byte[48_000], default)).Value);
        var spoken = (await models.Models.SpeakAsync(Ask.Question("", "scripted"), "two words", default)).Value!;
        Assert.Equal((16_000, 2 * 6400), (spoken.SampleRateHz, spoken.Pcm16.Length));
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public void IsScripted_OtherModels_AreNot()
    {
        using var models = Ask.Models("http://127.0.0.1:1/v1");

        Assert.False(models.Models.IsScripted("m"));
        Assert.False(models.Models.IsScripted("scripted"));
    }

    [Fact]
    public void TokenEstimate_EverythingInAPrompt_IsCounted()
    {
        var question = Ask.Question(
            "12345678") with
        { Tools = [new Tool { Name = "1234", Description = "12345678", ParametersJson = "{}" }] };

        Assert.Equal((4 + 2) + (4 + 1 + 2 + 1), TokenEstimate.OfPrompt(question));
    }
}
