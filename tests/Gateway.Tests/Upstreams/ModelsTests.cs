using System.Net;
using System.Net.Sockets;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.Routing;
using Gateway.Tests.Upstreams.OpenAi;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Upstreams;

public sealed class ModelsTests
{
    private const string Stop = """data: {"choices":[{"delta":{},"finish_reason":"stop"}]}""";

    [Fact]
    public async Task Chat_FirstServerFails_TheNextAnswers()
    {
        await using var dead = await LoopbackServer.StartAsync(Status(503));
        await using var alive = await Answering("two");
        using var models = Ask.Models(dead.Address, alive.Address);

        Assert.Equal("two", (await models.Models.AllAsync(Ask.Question())).Text());
        Assert.Equal((1, 1), (dead.Requests, alive.Requests));
    }

    [Fact]
    public async Task Chat_FirstServerBreaksAfterAWord_IsNotAskedElsewhere()
    {
        await using var breaking = await LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta("one"));
        await using var alive = await Answering("two");
        using var models = Ask.Models(breaking.Address, alive.Address);

        var events = await models.Models.AllAsync(Ask.Question());

        Assert.Equal("one", events.Text());
        Assert.Equal("upstream-broken", events[^1].Failure?.Code);
        Assert.Equal(0, alive.Requests);
    }

    [Fact]
    public async Task Chat_QuestionRefused_IsNotAskedElsewhere()
    {
        await using var refusing = await LoopbackServer.StartAsync(Status(400));
        await using var alive = await Answering("two");
        using var models = Ask.Models(refusing.Address, alive.Address);

        Assert.Equal("upstream-refused", Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
        Assert.Equal((1, 0), (refusing.Requests, alive.Requests));
    }

    [Fact]
    public async Task Chat_FailsTwice_TheThirdRoundAnswers()
    {
        var asked = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
            Interlocked.Increment(ref asked) < 3
                ? Status(500)(context)
                : LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("three"), Stop));
        using var models = Ask.Models(server.Address);

        Assert.Equal("three", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Fact]
    public async Task Chat_SensitiveQuestion_GoesOnlyToPrivateServers()
    {
        await using var open = await Answering("open");
        await using var secret = await Answering("secret");
        using var models = Ask.Models(
            options => options with { Servers = [options.Servers[0], options.Servers[1] with { Private = true }] }, open.Address,
            secret.Address);
        using var none = Ask.Models(open.Address);

        Assert.Equal("secret", (await models.Models.AllAsync(Ask.Question() with { PrivateOnly = true })).Text());
        Assert.Equal("open", (await models.Models.AllAsync(Ask.Question())).Text());
        Assert.Contains("private", Assert.Single(await none.Models.AllAsync(Ask.Question() with { PrivateOnly = true })).Failure?.Message);
        Assert.Equal(1, open.Requests);
    }

    [Fact]
    public async Task Chat_AllPlacesTaken_FailsAtOnceAndWorksAgainAfterwards()
    {
        await using var server = await Answering("one");
        using var models = Ask.Models(
            options => options with { Retries = 0, PlaceWait = TimeSpan.Zero, Servers = [options.Servers[0] with { MaxConcurrent = 1 }] },
            server.Address);

        var held = models.Models.ChatAsync(Ask.Question(), default).GetAsyncEnumerator();
        Assert.True(await held.MoveNextAsync());
        Assert.Equal("upstream-unavailable", Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
        await held.DisposeAsync();

        Assert.Equal("one", (await models.Models.AllAsync(Ask.Question())).Text());
    }

    [Fact]
    public async Task Chat_OneTenantHasAsManyQuestionsRunningAsItMay_AnotherTenantIsAnswered()
    {
        await using var server = await Answering("one");
        using var models = Ask.Models(options => options with { PlaceWait = TimeSpan.Zero, Retries = 0 }, server.Address);
        var load = models.Table.Servers["s0"];
        for (var asked = 0; asked < 256; asked++) load.TryEnter("greedy");

        Assert.Equal("upstream-unavailable", Assert.Single(await models.Models.AllAsync(Of("greedy"))).Failure?.Code);
        Assert.Equal("one", (await models.Models.AllAsync(Of("modest"))).Text());
    }

    [Fact]
    public async Task Chat_NoPlaceIsFree_WaitsUntilOneIs()
    {
        await using var server = await Answering("one");
        using var models = Ask.Models(
            options => options with { PlaceWait = TimeSpan.FromMinutes(1), Servers = [options.Servers[0] with { MaxConcurrent = 1 }] },
            server.Address);
        var load = models.Table.Servers["s0"];
        Assert.True(load.TryEnter("greedy"));

        var waiting = models.Models.AllAsync(Of("modest"));
        while (load.Waiting == 0) await Task.Delay(1);
        load.Leave("greedy");

        Assert.Equal("one", (await waiting).Text());
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_QuestionCannotBeWritten_IsAFailureOfTheServerAndNothingHasLeft()
    {
        await using var server = await Answering("one");
        using var models = Ask.Models(server.Address);
        var left = 0;

        // No list of tools is a defect that no caller has: writing the question throws.
        var answered = await models.Models.AllAsync(Ask.Question() with { Tools = null!, Leaving = () => left++ });

        Assert.Equal("upstream-unavailable", Assert.Single(answered).Failure?.Code);
        Assert.Equal((0, 0, 0), (left, server.Requests, models.PlacesTaken));
        Assert.Equal("one", (await models.Models.AllAsync(Ask.Question() with { Leaving = () => left++ })).Text());
        Assert.Equal(1, left);
    }

    [Fact]
    public async Task Chat_CancelledWhileItConnects_HasNotLeft()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0); // takes connections, and says nothing in the handshake
        silent.Start();
        using var models = Ask.Models($"https://{silent.LocalEndpoint}/v1");
        using var stop = new CancellationTokenSource();
        var left = 0;

        var asking = models.Models.AllAsync(Ask.Question() with { Leaving = () => left++ }, stop.Token);
        using var connection = await silent.AcceptTcpClientAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal((0, 0), (left, models.PlacesTaken));
    }

    [Fact]
    public async Task Chat_Cancelled_StopsTheServer()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("one"));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var models = Ask.Models(server.Address);
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in models.Models.ChatAsync(Ask.Question(), cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        await server.Aborted.Task;
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_LeftInTheMiddle_StopsTheServer()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("one"));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var models = Ask.Models(server.Address);

        await foreach (var _ in models.Models.ChatAsync(Ask.Question(), default))
        {
            break;
        }

        await server.Aborted.Task;
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_UnknownModel_SaysSo()
    {
        using var models = Ask.Models("http://127.0.0.1:1/v1");

        var failure = Assert.Single(await models.Models.AllAsync(Ask.Question(model: "other"))).Failure;

        Assert.Equal("upstream-unavailable", failure?.Code);
        Assert.False(failure?.Retryable);
    }

    [Fact]
    public async Task Chat_SlowFirstServer_TheSecondIsAskedBesideItAndTheFirstIsCancelled()
    {
        await using var slow = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var quick = await LoopbackServer.StartAsync(async context =>
        {
            await slow.Asked.Task;
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("quick"), Stop);
        });
        using var models = Ask.Models(Hedged(share: 1), slow.Address, quick.Address);

        Assert.Equal("quick", (await models.Models.AllAsync(Ask.Question())).Text());
        await slow.Aborted.Task;
        await models.Caller.DisposeAsync();
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Chat_SlowFirstServerAndNoBudget_IsWaitedFor()
    {
        await using var slow = await LoopbackServer.StartAsync(async context =>
        {
            await Task.Delay(30, context.RequestAborted);
            await LoopbackServer.StreamAsync(context, OpenAiAnswerTests.Delta("slow"), Stop);
        });
        await using var quick = await Answering("quick");
        using var models = Ask.Models(Hedged(share: 0), slow.Address, quick.Address);

        Assert.Equal("slow", (await models.Models.AllAsync(Ask.Question())).Text());
        Assert.Equal(0, quick.Requests);
    }

    [Fact]
    public void TryDouble_ManyQuestions_StaysWithinTheShare()
    {
        var budget = new HedgeBudget(0.25);
        var doubled = 0;
        for (var question = 0; question < 1000; question++)
        {
            budget.Asked();
            doubled += budget.TryDouble() ? 1 : 0;
        }

        Assert.Equal(250, doubled);
    }

    [Fact]
    public async Task Chat_BothHedgedServersFail_IsAFailure()
    {
        await using var slow = await LoopbackServer.StartAsync(async context =>
        {
            await Task.Delay(20, context.RequestAborted);
            await Status(500)(context);
        });
        await using var dead = await LoopbackServer.StartAsync(Status(500));
        using var models = Ask.Models(options => Hedged(1)(options) with { Retries = 0 }, slow.Address, dead.Address);

        Assert.Equal("upstream-unavailable", Assert.Single(await models.Models.AllAsync(Ask.Question())).Failure?.Code);
        Assert.Equal(0, models.PlacesTaken);
    }

    private static ChatRequest Of(string tenant) => Ask.Question() with { Caller = new Caller(tenant, "key", null) };

    private static Func<UpstreamsOptions, UpstreamsOptions> Hedged(double share) =>
        options => options with { Hedge = new() { Delay = TimeSpan.FromMilliseconds(2), MostShare = share } };

    private static Task<LoopbackServer> Answering(string word) =>
        LoopbackServer.StreamingAsync(OpenAiAnswerTests.Delta(word), Stop, "data: [DONE]");

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
