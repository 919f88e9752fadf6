using System.Threading.Channels;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Fakes;

namespace Gateway.Tests.Sessions;

public sealed class ResumeTests
{
    [Fact]
    public async Task Resume_LinkCutInMidAnswer_EveryWordOnceAndOneBill()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var before = await HeardOneWordAsync(gateway, words);
        before.Dispose();
        words.Writer.TryWrite("two ");
        words.Writer.TryWrite("three");
        words.Writer.TryComplete();
        using var after = await ResumeAsync(gateway, before);

        Assert.Equal("one two three", before.Text + after.Text);
        Assert.Equal(before.LastSequence + 1, after.Got[1].Sequence);
        Assert.Equal(StopReason.Complete, after.Done.StopReason);
        Assert.Equal(Assert.Single(gateway.Ledger.Bills).Id, after.Done.BillId);
    }

    [Fact]
    public async Task Resume_InputWasInterrupted_StartedSaysWhereToGoOn()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var before = gateway.Call();
        await before.StartAsync("k");
        await before.SendAsync(new ConverseRequest { Text = new Text { Text_ = "good " } });
        await before.ReadStartedAsync();
        await gateway.ReceivedAsync(2);
        before.Dispose();

        using var after = gateway.Call();
        await after.SendRawAsync(ResumeOf(before));
        Assert.Equal(2ul, (await after.ReadStartedAsync()).Started.LastReceived);
        await after.SendRawAsync(new ConverseRequest { Sequence = 2, Text = new Text { Text_ = "good " } }); // repeated, so ignored
        await after.SendRawAsync(new ConverseRequest { Sequence = 3, Text = new Text { Text_ = "morning", Last = true } });
        await after.ReadAllAsync();

        Assert.Equal("You said: good morning", after.Text);
        Assert.Equal(1ul, after.Got[0].Sequence);
    }

    [Fact]
    public async Task Resume_WhileTheOldCallStillHangs_TakesItsPlace()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var old = gateway.Call();
        await old.StartAsync("k");
        await old.ReadStartedAsync();
        using var young = gateway.Call();
        await young.SendRawAsync(ResumeOf(old));
        await young.ReadStartedAsync();
        await old.ReadAllAsync();
        await young.SendRawAsync(new ConverseRequest { Sequence = 2, Text = new Text { Text_ = "hello", Last = true } });
        await young.ReadAllAsync();

        Assert.Equal("link-replaced", old.Error.Code);
        Assert.Equal("You said: hello", young.Text);
    }

    [Fact]
    public async Task Resume_NobodyComesBack_TheTurnIsStoppedAndBilled()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Models.Answer = (_, stop) => From(Channel.CreateUnbounded<string>().Reader, stop);
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("go on");
        await call.ReadStartedAsync();
        await gateway.AskedAsync();
        call.Dispose();
        await gateway.UntilAsync(() => !gateway.Turns.All.Single().HasLink);
        gateway.Clock.Advance(TimeSpan.FromSeconds(31));
        await gateway.UntilAsync(() => gateway.Models.GivenUp.Task.IsCompleted && gateway.Ledger.Bills.Count == 1);

        Assert.Equal("failed:link-lost", gateway.Ledger.Bills[0].Reason);
        Assert.True(gateway.Ledger.Bills[0].Used.InputTokens > 0);
    }

    [Fact]
    public async Task Begin_SameKeyWhileItRuns_AttachesToTheSameTurn()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = gateway.Call();
        await first.StartAsync("k");
        await first.SayAsync("hello");
        await first.ReadStartedAsync();
        using var second = gateway.Call();
        await second.StartAsync("k");
        await second.SayAsync("hello");
        await second.ReadAllAsync();

        var again = ResumeOf(second);
        again.Start.LastReceived = 1;
        using var third = gateway.Call();
        await third.SendRawAsync(again);
        await third.ReadAllAsync();

        Assert.Equal(("You said: hello", "You said: hello"), (second.Text, third.Text));
        Assert.Equal(second.Done.BillId, third.Done.BillId);
        Assert.Single(gateway.Ledger.Bills);
    }

    public static TheoryData<string, string, Action<Start>> OtherContent => new()
    {
        { "a text", "another question", _ => { } },
        { "a model", "hello", start => start.Model = "other" },
        { "a privacy class", "hello", start => start.PrivacyClass = PrivacyClass.Sensitive },
        { "a tool", "hello", start => start.Tools.Add(new Tool { Name = "torch", ParametersJson = "{}" }) },
    };

    [Theory, MemberData(nameof(OtherContent))]
    public async Task Begin_SameKeyWithOtherContent_IsRefusedAndHearsNothing(string what, string text, Action<Start> change)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = await gateway.Call().AskAsync("k", "hello");
        using var second = await gateway.Call().AskAsync("k", text, change);
        using var third = await gateway.Call().AskAsync("k", "hello");

        Assert.True(second.Error.Code == "idempotency-key-reused", what);
        Assert.Equal("", second.Text);
        Assert.Equal(first.Done.BillId, third.Done.BillId);
        Assert.Single(gateway.Models.Asked);
    }

    [Fact]
    public async Task Begin_SameKeyWithOtherContentWhileItRuns_LeavesTheFirstCallItsTurn()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var first = await HeardOneWordAsync(gateway, words);
        using var second = await gateway.Call().AskAsync("k", "another question");
        words.Writer.Complete();
        await first.ReadAllAsync();

        Assert.Equal("idempotency-key-reused", second.Error.Code);
        Assert.Equal(StopReason.Complete, first.Done.StopReason);
    }

    [Fact]
    public async Task Begin_SameKeyAndNothingElse_IsGivenUpAlone()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = await gateway.Call().AskAsync("k", "hello");
        using var second = gateway.Call();
        await second.StartAsync("k");
        var reading = second.ReadAllAsync();
        await gateway.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => reading.IsCompleted);

        Assert.Equal("input-timeout", second.Error.Code);
        Assert.Single(gateway.Ledger.Bills);
    }

    [Fact]
    public async Task Begin_SameKeyAfterTheEnd_RepeatsAnswerAndBillThenOnlyTheBill()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = await gateway.Call().AskAsync("k", "hello");
        using var repeated = await gateway.Call().AskAsync("k", "hello");
        await gateway.AdvanceUntilAsync(TimeSpan.FromSeconds(31), () => !gateway.Turns.All.Any());
        using var late = await gateway.Call().AskAsync("k", "hello");

        Assert.Equal(first.Text, repeated.Text);
        Assert.Equal(first.Done.BillId, repeated.Done.BillId);
        Assert.Equal("turn-already-done", late.Error.Code);
        Assert.Equal(first.Done.BillId, late.Error.BillId);
        Assert.Equal(first.Done.Usage, late.Error.Usage);
        Assert.Single(gateway.Models.Asked);
    }

    [Fact]
    public async Task Resume_BehindWhatWasAcknowledged_IsTooLate()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = Channel.CreateUnbounded<string>();
        using var before = await HeardOneWordAsync(gateway, words);
        await before.SendAsync(new ConverseRequest { Acknowledge = new Acknowledge { Sequence = before.LastSequence } });
        await gateway.UntilAsync(() => !gateway.Turns.All.Single().Outbox.Reaches(1));
        using var after = gateway.Call();
        await after.SendRawAsync(ResumeOf(before, lastReceived: 1));
        await after.ReadAllAsync();

        Assert.Equal("resume-too-late", after.Error.Code);
    }

    [Fact]
    public async Task Resume_TokenOfAnotherReplica_NamesIt()
    {
        await using var gateway = await TestGateway.StartAsync(("Sessions:Replica", "one"));
        using var call = gateway.Call();
        await call.SendRawAsync(new ConverseRequest { Sequence = 1, Start = new Start { ResumeToken = "two." + new string('x', 43) } });
        await call.ReadAllAsync();

        Assert.Equal("turn-elsewhere", call.Error.Code);
        Assert.Contains("two", call.Error.Message);
        Assert.True(call.Error.Retryable);
    }

    [Theory]
    [InlineData(20)]
    public async Task Resume_CutAtRandomPoints_EveryWordOnceAndOneBillEach(int turns)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Models.Answer = (_, stop) => PlayedModels.Words(stop, [.. Enumerable.Range(0, 30).Select(i => $"w{i} ")]);
        var random = new Random(4);
        for (var i = 0; i < turns; i++)
        {
            var stop = random.Next(1, 30);
            using var before = gateway.Call();
            await before.StartAsync($"k{i}");
            await before.SendAsync(Question());
            await before.ReadUntilAsync(response => response.Sequence == (ulong)stop);
            before.Dispose();
            using var after = await ResumeAsync(gateway, before);

            Assert.Equal(string.Concat(Enumerable.Range(0, 30).Select(n => $"w{n} ")), before.Text + after.Text);
            Assert.Equal(30, after.Done.Usage.OutputTokens);
        }

        Assert.Equal(turns, gateway.Ledger.Bills.Count);
    }

    internal static ConverseRequest ResumeOf(TestCall before, ulong? lastReceived = null) => new()
    {
        Sequence = 1,
        Start = new Start { ResumeToken = before.Started.ResumeToken, LastReceived = lastReceived ?? before.LastSequence },
    };

    private static ConverseRequest Question(ulong sequence = 0) =>
        new() { Sequence = sequence, Text = new Text { Text_ = "go on", Last = true } };

    private static async Task<TestCall> ResumeAsync(TestGateway gateway, TestCall before)
    {
        var after = gateway.Call();
        await after.SendRawAsync(ResumeOf(before));
        await after.ReadStartedAsync();
        // a cut can lose what was sent just before it
        if (after.Started.LastReceived < before.Sent) await after.SendRawAsync(Question(before.Sent));
        return await after.ReadAllAsync();
    }

    // A call in the middle of its answer: the first word has arrived, the rest comes through the channel.
    private static async Task<TestCall> HeardOneWordAsync(TestGateway gateway, Channel<string> words)
    {
        gateway.Models.Answer = (_, stop) => From(words.Reader, stop);
        var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("go on");
        words.Writer.TryWrite("one ");
        await call.ReadUntilAsync(response => response.TextDelta is not null);
        return call;
    }

    private static async IAsyncEnumerable<ChatEvent> From(
        ChannelReader<string> words, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var count = 0;
        await foreach (var word in words.ReadAllAsync(stop))
        {
            count++;
            yield return new ChatEvent { Text = word };
        }

        yield return new ChatEvent { Finished = new Amounts(10, count), Counted = true };
    }
}
