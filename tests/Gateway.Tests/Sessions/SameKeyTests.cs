using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Fakes;

namespace Gateway.Tests.Sessions;

/// <summary>Several calls with one idempotency key: who says the same hears the answer, who says something else takes nothing from
/// anybody.</summary>
public sealed class SameKeyTests
{
    [Fact]
    public async Task Begin_SameKeyBeforeTheFirstIsAdmitted_BothHearTheAnswer()
    {
        await using var gateway = await TestGateway.StartAsync();
        var admitted = new TaskCompletionSource();
        gateway.Ledger.Held = admitted.Task;
        using var first = gateway.Call();
        await first.StartAsync("k");
        await first.SayAsync("hello");
        await gateway.ReceivedAsync(2);
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.SayAsync("hello");
        await second.ReadStartedAsync();
        admitted.SetResult();
        await Task.WhenAll(first.ReadAllAsync(), second.ReadAllAsync());

        Assert.Equal(("You said: hello", "You said: hello"), (first.Text, second.Text));
        Assert.Equal(Assert.Single(gateway.Ledger.Bills).Id, second.Done.BillId);
        Assert.Single(second.Got, response => response.Started is not null);
    }

    [Fact]
    public async Task Begin_TenCallsOfOneKeyAtOnce_EachHearsTheAnswerAndOneIsBilled()
    {
        await using var gateway = await TestGateway.StartAsync();

        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.Call().AskAsync("k", "hello")));

        Assert.All(calls, call => Assert.Equal("You said: hello", call.Text));
        Assert.Single(gateway.Ledger.Bills);
        Assert.Single(gateway.Models.Asked);
    }

    [Fact]
    public async Task Begin_MoreCallsOfOneKeyThanMayListen_CanBeTriedAgain()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        var listening = new List<TestCall>();
        for (var call = 1; call < 16; call++) listening.Add(await ListeningAsync(gateway));

        using var late = await gateway.Call().AskAsync("k", "go on");
        words.Writer.Complete();
        foreach (var call in listening) Assert.Equal("one ", (await call.ReadAllAsync()).Text);

        Assert.Equal(("turn-running", true), (late.Error.Code, late.Error.Retryable));
        listening.ForEach(call => call.Dispose());
    }

    [Fact]
    public async Task Begin_OtherContentWhileTheFirstHasSaidNothingYet_LeavesTheFirstItsTurn()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = gateway.Call();
        await first.StartAsync("k");
        await first.ReadStartedAsync();
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.SayAsync("other words");
        await second.ReadStartedAsync();
        await first.SayAsync("my own words");
        await Task.WhenAll(first.ReadAllAsync(), second.ReadAllAsync());

        Assert.Equal("You said: my own words", first.Text);
        Assert.Equal(("idempotency-key-reused", ""), (second.Error.Code, second.Text));
        Assert.Single(gateway.Models.Asked);
    }

    [Fact]
    public async Task Begin_SameKeyWhenTheFirstCallWasLostInMidQuestion_GoesOnWithIt()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = gateway.Call();
        await first.StartAsync("k");
        await first.SendAsync(new ConverseRequest { Text = new Text { Text_ = "good " } });
        await first.ReadStartedAsync();
        await gateway.ReceivedAsync(2);
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.SendAsync(new ConverseRequest { Text = new Text { Text_ = "good " } });
        await second.SayAsync("morning");
        await second.ReadStartedAsync();
        first.Dispose();
        await second.ReadAllAsync();

        Assert.Equal("You said: good morning", second.Text);
        Assert.Single(gateway.Ledger.Bills);
    }

    [Fact]
    public async Task Cancel_ByACallThatHasSaidNothing_EndsThatCallAlone()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.CancelAsync();
        await second.ReadAllAsync();
        words.Writer.Complete();
        await first.ReadAllAsync();

        Assert.Equal(("canceled", ""), (second.Error.Code, second.Text));
        Assert.Equal(StopReason.Complete, first.Done.StopReason);
    }

    [Fact]
    public async Task Resume_ByTheTokenOfACallThatHasSaidNothing_OpensNothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.ReadStartedAsync();
        using var third = gateway.Call();
        await third.SendRawAsync(new ConverseRequest
        {
            Sequence = 1,
            Start = new Start { ResumeToken = second.Started.ResumeToken, IdempotencyKey = "k" },
        });
        await third.ReadAllAsync();
        words.Writer.Complete();
        await first.ReadAllAsync();

        Assert.Equal(("turn-lost", ""), (third.Error.Code, third.Text));
        Assert.Equal(StopReason.Complete, first.Done.StopReason);
    }

    [Fact]
    public async Task Resume_ByTheTokenOfACallThatHasSaidTheSame_TakesTheTurnOver()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        using var second = await ListeningAsync(gateway);
        using var third = gateway.Call();
        await third.SendRawAsync(new ConverseRequest
        {
            Sequence = 1,
            Start = new Start { ResumeToken = second.Started.ResumeToken, LastReceived = second.LastSequence, IdempotencyKey = "k" },
        });
        await third.ReadStartedAsync();
        await words.Writer.WriteAsync("two ");
        words.Writer.Complete();
        await Task.WhenAll(first.ReadAllAsync(), second.ReadAllAsync(), third.ReadAllAsync());

        Assert.Equal("two ", third.Text);
        Assert.Equal(("link-replaced", "link-replaced"), (first.Error.Code, second.Error.Code));
    }

    [Fact]
    public async Task Begin_SameKeyWithTheLastMessageOnly_HearsNothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = gateway.Call();
        await first.StartAsync("k");
        await first.SendAsync(new ConverseRequest { Text = new Text { Text_ = "a secret " } });
        await first.SayAsync("tail");
        await first.ReadAllAsync();
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.SendRawAsync(new ConverseRequest { Sequence = 3, Text = new Text { Text_ = "tail", Last = true } });
        await second.ReadAllAsync();

        Assert.Equal(("sequence-gap", ""), (second.Error.Code, second.Text));
    }

    [Fact]
    public async Task Begin_SameKeyWhenTheBeginningWasUsedAndForgotten_IsToldWhenToAskForTheBill()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        await first.SendAsync(new ConverseRequest { Acknowledge = new Acknowledge { Sequence = first.LastSequence } });
        await gateway.UntilAsync(() => !gateway.Turns.All.Single().Outbox.Reaches(0));
        using var second = await gateway.Call().AskAsync("k", "go on");
        words.Writer.Complete();
        await first.ReadAllAsync();
        await gateway.UntilAsync(() => gateway.Turns.Running == 0);
        using var third = await gateway.Call().AskAsync("k", "go on");

        Assert.Equal(("turn-running", true), (second.Error.Code, second.Error.Retryable));
        Assert.Equal(("turn-already-done", first.Done.BillId), (third.Error.Code, third.Error.BillId));
    }

    [Fact]
    public async Task Acknowledge_ByOneOfTwoCalls_TakesNothingFromTheOther()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        using var second = await ListeningAsync(gateway);
        await words.Writer.WriteAsync("two ");
        await first.ReadUntilAsync(response => response.TextDelta?.Text == "two ");
        await first.SendAsync(new ConverseRequest { Acknowledge = new Acknowledge { Sequence = 100 } });
        words.Writer.Complete();
        await Task.WhenAll(first.ReadAllAsync(), second.ReadAllAsync());

        Assert.Equal("one two ", second.Text);
    }

    // What a listener says behind the question takes nothing from the call that goes on with the turn: a wrong result, a message of a later
    // version, or the other one of two results under the number of the first.
    [Theory]
    [InlineData("wrong", "message-unexpected")]
    [InlineData("unknown message", null)]
    [InlineData("c2", null)]
    public async Task ToolResult_AListenerUsedItsNumber_IsTaken(string said, string? listenersEnd)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Models.Answer = (request, stop) => request.Messages[^1].Role == ChatRole.Tool
            ? PlayedModels.Words(stop, request.Messages[^2].Text + request.Messages[^1].Text)
            : CalledAsync(new ChatToolCall("c1", "battery", "{}"), new ChatToolCall("c2", "battery", "{}"));
        using var first = await ToldOfBothToolsAsync(gateway);
        using var second = await ToldOfBothToolsAsync(gateway);
        await second.SendAsync(said == "unknown message" ? new ConverseRequest() : ResultOf(said, "7"));
        if (listenersEnd is null) await gateway.ReceivedAsync(3);
        else Assert.Equal(listenersEnd, (await second.ReadAllAsync()).Error.Code);

        await first.SendAsync(ResultOf("c1", "1"));
        await first.SendAsync(ResultOf("c2", "2"));
        await first.ReadAllAsync();

        Assert.Equal(said == "c2" ? "17" : "12", first.Text);
        if (listenersEnd is null) Assert.Equal(first.Done.BillId, (await second.ReadAllAsync()).Done.BillId);
    }

    // What is not said is what counts without it, whichever of the two calls leaves it out.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Begin_SameKeyWithADefaultSaidAndNotSaid_IsTheSameTurn(bool saidFirst)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Tenants.Callers["own"] = new Caller("t", "k", null) { Settings = new TenantSettings { DefaultModel = "scripted" } };
        foreach (var (key, by, say) in new (string, string, Action<Start>)[]
        {
            ("k1", "own", start => start.PrivacyClass = PrivacyClass.Normal),
            ("k2", "own", start => start.Model = "scripted"),
            ("k3", "tenant-a", start => start.Model = "scripted"),
            ("k4", "own", start => start.Locale = start.Locale.ToUpperInvariant()),
        })
        {
            Action<Start> asked = start => start.Locale = "de-at";
            Action<Start> said = asked + say;
            using var first = await gateway.Call(by).AskAsync(key, "hello", saidFirst ? said : asked);
            using var second = await gateway.Call(by).AskAsync(key, "hello", saidFirst ? asked : said);

            Assert.Equal((first.Text, first.Done.BillId), (second.Text, second.Done.BillId));
        }
    }

    [Fact]
    public async Task Begin_SameKeyAfterTheDefaultModelChanged_IsTheSameTurn()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Tenants.Callers["own"] = new Caller("t", "k", null) { Settings = new TenantSettings { DefaultModel = "scripted" } };
        using var first = await gateway.Call("own").AskAsync("k", "hello");
        gateway.Tenants.Callers["own"] = new Caller("t", "k", null) { Settings = new TenantSettings { DefaultModel = "other" } };
        using var second = await gateway.Call("own").AskAsync("k", "hello");
        using var third = await gateway.Call("own").AskAsync("k", "hello", start => start.Model = "scripted");
        using var fourth = await gateway.Call("own").AskAsync("k", "hello", start => start.Model = "other");

        Assert.Equal((first.Done.BillId, first.Done.BillId), (second.Done.BillId, third.Done.BillId));
        Assert.Equal("idempotency-key-reused", fourth.Error.Code);
    }

    // Another call of the key that has said the same and hears the answer from its first word.
    private static async Task<TestCall> ListeningAsync(TestGateway gateway)
    {
        var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("go on");
        await call.ReadUntilAsync(response => response.TextDelta is not null);
        return call;
    }

    private static ConverseRequest ResultOf(string callId, string json) =>
        new() { ToolResult = new ToolResult { CallId = callId, ResultJson = json } };

    private static async Task<TestCall> ToldOfBothToolsAsync(TestGateway gateway)
    {
        var call = gateway.Call();
        await call.StartAsync("k", start => start.Tools.Add(new Tool { Name = "battery", ParametersJson = "{}" }));
        await call.SayAsync("how much battery");
        await call.ReadUntilAsync(response => response.ToolCall?.CallId == "c2");
        return call;
    }

    private static async IAsyncEnumerable<ChatEvent> CalledAsync(params ChatToolCall[] calls)
    {
        await Task.Yield();
        foreach (var call in calls) yield return new ChatEvent { ToolCall = call };
        yield return new ChatEvent { Finished = new Amounts(1, 1), Counted = true };
    }

    private static async Task<TestCall> HeardOneWordAsync(TestGateway gateway, Channel<string> words)
    {
        gateway.Models.Answer = (_, stop) => SpokenAsync(words.Reader, stop);
        await words.Writer.WriteAsync("one ");
        return await ListeningAsync(gateway);
    }

    private static async IAsyncEnumerable<ChatEvent> SpokenAsync(
        ChannelReader<string> words, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var word in words.ReadAllAsync(stop)) yield return new ChatEvent { Text = word };
        yield return new ChatEvent { Finished = new Amounts(1, 1), Counted = true };
    }
}
