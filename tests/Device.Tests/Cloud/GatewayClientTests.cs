using System.Net;
using System.Net.Sockets;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Device.Cloud;
using TestKit;
using StopReason = EdgeRuntime.Assistant.Answering.StopReason;

namespace Device.Tests.Cloud;

public sealed class GatewayClientTests
{
    [Fact]
    public async Task AskAsync_TypedQuestion_GivesTheAnswerAndItsBill()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var client = Client(gateway);

        var events = await client.AllAsync(
            Asking.Typed("hello") with { PriceCeilingNanos = 77, Privacy = EdgeRuntime.Assistant.Tools.PrivacyClass.Sensitive });

        Assert.Equal("Fixed answer.", events.Words());
        Assert.IsType<AnswerEvent.Began>(events[0]);
        var done = Assert.IsType<AnswerEvent.Done>(events[^1]);
        Assert.Equal((StopReason.Complete, 1_000, "USD"), (done.Why, done.Bill.CostNanos, done.Bill.Currency));
        Assert.Equal("hello", gateway.Turn.Words);
        Assert.Equal(
            (300_000u, 77, EdgeRuntime.Contracts.V1.PrivacyClass.Sensitive, Priority.Interactive),
            (gateway.Turn.Start.DeadlineMs, gateway.Turn.Start.PriceCeilingNanos, gateway.Turn.Start.PrivacyClass,
                gateway.Turn.Start.Priority));
        Assert.Equal(1_000, client.Status.PriceNanos);
        Assert.NotNull(client.Status.RoundTripMs);
    }

    [Fact]
    public async Task AskAsync_AnyQuestion_CarriesKeyTraceAndDeadline()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var client = Client(gateway);

        await client.AllAsync(Asking.Typed("hello"));

        var headers = Assert.Single(gateway.Headers);
        Assert.Equal("Bearer bench-key", headers.GetValue("authorization"));
        Assert.Matches($"^00-{Asking.TraceId}-[0-9a-f]{{16}}-01$", headers.GetValue("traceparent"));
        Assert.InRange(gateway.Deadlines[0], DateTime.UtcNow.AddMinutes(2), DateTime.UtcNow.AddMinutes(6));
    }

    [Fact]
    public async Task AskAsync_SpokenQuestion_SendsEverySampleOnce()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var client = Client(gateway);
        var random = new Random(5);
        var sound = new float[50_001];
        for (var i = 0; i < sound.Length; i++) sound[i] = random.NextSingle();
        var said = Utterance.Spoken(sound);

        await client.AllAsync(Asking.Typed("") with { Said = said });

        Assert.Equal(said.Pcm16.ToArray(), gateway.Turn.Sound);
    }

    [Fact]
    public async Task AskAsync_PictureWithTheQuestion_GoesUpOnceBeforeTheWords()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = turn => turn.SayAsync($"{turn.Picture.Length} bytes before the words");
        await using var client = Client(gateway);
        var picture = EdgeRuntime.Device.Simulation.TestPicture.Jpeg(3);

        var events = await client.AllAsync(Asking.Typed("what is this") with { Picture = picture });

        Assert.Equal($"{picture.Length} bytes before the words", events.Words());
        Assert.Equal(picture, gateway.Turn.Picture);
        Assert.Equal("what is this", gateway.Turn.Words);
    }

    [Fact]
    public async Task AskAsync_ToolWithoutArguments_IsOneChoiceAndRunsUnderItsOwnName()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn => await turn.SayAsync((await turn.CallAsync("c1", "Act", """{"what":"StopVideo"}""")).ResultJson);
        await using var client = Client(gateway);
        ToolRequest? asked = null;
        var question = Asking.Typed("stop it") with
        {
            Tools =
            [
                new ToolSpec("StopVideo", "end the video", Permission.Camera), new ToolSpec("Mute", "mute the sound", Permission.None),
            ],
            RunTool = (request, _) => ValueTask.FromResult(Ran(asked = request)),
        };

        await client.AllAsync(question);

        Assert.Equal(new ToolRequest("c1", "StopVideo", "{}"), asked);
        Assert.Equal(
            """{"type":"object","properties":{"what":{"enum":["StopVideo","Mute"]}},"required":["what"]}""",
            Assert.Single(gateway.Turn.Start.Tools).ParametersJson);
    }

    [Fact]
    public async Task AskAsync_ToolOfTheGlasses_RunsHereAndTheReplyGoesBack()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn => await turn.SayAsync((await turn.CallAsync("c1", "SetVolume", """{"percent":40}""")).ResultJson);
        await using var client = Client(gateway);
        ToolRequest? asked = null;
        var question = Asking.Typed("louder") with
        {
            Tools = [new ToolSpec("SetVolume", "set the volume", Permission.None, ArgumentSpec.Percent("percent"))],
            RunTool = (request, _) => ValueTask.FromResult(Ran(asked = request)),
        };

        var events = await client.AllAsync(question);

        Assert.Equal(new ToolRequest("c1", "SetVolume", """{"percent":40}"""), asked);
        Assert.Equal("""{"answer":"Volume is 40."}""", events.Words());
        Assert.Contains("\"maximum\":100", Assert.Single(gateway.Turn.Start.Tools).ParametersJson);
    }

    [Fact]
    public async Task AskAsync_Cancelled_GatewayIsToldAndStops()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
        {
            await turn.SayAsync("One.");
            await Task.Delay(Timeout.Infinite);
        };
        await using var client = Client(gateway);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in client.AskAsync(Asking.Typed("hello"), stop.Token))
            {
                if (happened is AnswerEvent.Words) await stop.CancelAsync();
            }
        });

        await gateway.Turn.Over.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(gateway.Turn.Canceled.IsCompleted);
        Assert.Equal(1, gateway.Turn.Bills);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task AskAsync_TheClockIsSetMeanwhile_EndsWithItsDeadlineAndNotSooner(int minutes)
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
        {
            await turn.SayAsync("One.");
            await Task.Delay(Timeout.Infinite);
        };
        var time = new SteppedTime(TimeProvider.System.GetUtcNow());
        await using var client = new GatewayClient(gateway.Account, Asking.Patient, time);
        var question = Asking.Typed("hello");
        await using var events = client.AskAsync(question, default).GetAsyncEnumerator();
        Assert.Equal("One.", (await NextAsync<AnswerEvent.Words>(events)).Text);

        time.Step(TimeSpan.FromMinutes(minutes));
        time.Advance(question.Deadline - TimeSpan.FromSeconds(1));
        await gateway.Turn.SayAsync("Two.");
        Assert.Equal("Two.", (await NextAsync<AnswerEvent.Words>(events)).Text);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("cloud-deadline", (await NextAsync<AnswerEvent.Failed>(events)).Failure.Code);
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<AnswerEvent> events)
        where T : AnswerEvent
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current is T wanted) return wanted;
            Assert.False(events.Current is AnswerEvent.Failed or AnswerEvent.Done, events.Current.ToString());
        }

        throw new InvalidOperationException($"The answer ended without {typeof(T).Name}.");
    }

    [Fact]
    public async Task AskAsync_LongAnswer_IsAcknowledged()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
        {
            for (var i = 0; i < 100; i++) await turn.SayAsync("word ");
            while (turn.Acknowledged < 90) await Task.Yield();
        };
        await using var client = Client(gateway);

        var events = await client.AllAsync(Asking.Typed("hello"));

        Assert.Equal(100, events.OfType<AnswerEvent.Words>().Count());
    }

    [Fact]
    public async Task AskAsync_NobodyThere_FailsAndIsLeftAlone()
    {
        await using var client = new GatewayClient(
            CloudAccount.Parse($"http://127.0.0.1:{UnusedPort()}", "k", null).Value!, Asking.Patient, TimeProvider.System);

        var events = await client.AllAsync(Asking.Typed("hello"));

        var failed = Assert.IsType<AnswerEvent.Failed>(Assert.Single(events));
        Assert.Equal(("cloud-down", true), (failed.Failure.Code, failed.CanRetry));
        Assert.Equal(CloudLink.Down, client.Status.Link);
    }

    [Fact]
    public async Task AskAsync_RefusedForAMoment_TriesAgainUnderTheSameKey()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Refusals.Enqueue(new Error { Code = "overloaded", Message = "Busy.", Retryable = true, RetryAfterMs = 20 });
        await using var client = Client(gateway);

        var events = await client.AllAsync(Asking.Typed("hello"));

        Assert.Equal("Fixed answer.", events.Words());
        Assert.Equal(2, gateway.Calls);
    }

    [Fact]
    public async Task AskAsync_Refused_TellsCodeAndHint()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Refusals.Enqueue(
            new Error
            {
                Code = "budget-exhausted",
                Message = "The budget is used up.",
                Next = "Ask for more.",
                Retryable = true,
                RetryAfterMs = 60_000,
                Blame = EdgeRuntime.Contracts.V1.Blame.Tenant,
            });
        await using var client = Client(gateway);

        var events = await client.AllAsync(Asking.Typed("hello"));

        var failed = Assert.IsType<AnswerEvent.Failed>(Assert.Single(events));
        Assert.Equal(
            ("cloud-budget-exhausted", "The budget is used up.", 60),
            (failed.Failure.Code, failed.Failure.Message, failed.RetryAfter.TotalSeconds));
        Assert.Equal(1, gateway.Calls);
    }

    [Fact]
    public async Task UsageAsync_GatewayThere_TellsTheBudgetAndTheRouterKnowsIt()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var client = Client(gateway);

        var usage = (await client.UsageAsync(default)).Value!;

        Assert.Equal((600, 3, 4_000), (usage.CostNanos, usage.Turns, usage.BudgetLeftNanos));
        Assert.Equal(4_000, client.Status.BudgetLeftNanos);
    }

    private static ToolReply Ran(ToolRequest _) => new("""{"answer":"Volume is 40."}""", false);

    private static GatewayClient Client(BenchGateway gateway) => new(gateway.Account, Asking.Patient, TimeProvider.System);

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
