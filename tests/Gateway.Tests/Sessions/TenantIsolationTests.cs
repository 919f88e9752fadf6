using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace Gateway.Tests.Sessions;

/// <summary>The standing attack: another tenant, or another device, tries to read, resume and forget what is not its own.</summary>
public sealed class TenantIsolationTests
{
    [Theory]
    [InlineData("tenant-b")]
    [InlineData("tenant-a/other-device")]
    public async Task Resume_TokenOfSomebodyElse_LooksLikeNoTokenAtAll(string attacker)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var victim = gateway.Call("tenant-a/device");
        await victim.StartAsync("k");
        await victim.ReadStartedAsync();
        using var stolen = gateway.Call(attacker);
        await stolen.SendRawAsync(ResumeTests.ResumeOf(victim));
        await stolen.ReadAllAsync();
        using var guessed = gateway.Call(attacker);
        await guessed.SendRawAsync(
            new ConverseRequest { Sequence = 1, Start = new Start { ResumeToken = "gateway." + new string('x', 43) } });
        await guessed.ReadAllAsync();

        Assert.Equal("turn-lost", stolen.Error.Code);
        Assert.Equal(guessed.Error, stolen.Error);
        await victim.SayAsync("hello");
        Assert.Equal("You said: hello", (await victim.ReadAllAsync()).Text);
    }

    [Fact]
    public async Task Begin_IdempotencyKeyOfAnotherTenant_IsATurnOfItsOwn()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var mine = await gateway.Call("tenant-a").AskAsync("same-key", "my secret");
        using var theirs = await gateway.Call("tenant-b").AskAsync("same-key", "hello");

        Assert.Equal("You said: hello", theirs.Text);
        Assert.NotEqual(mine.Done.BillId, theirs.Done.BillId);
    }

    [Fact]
    public async Task Session_OfAnotherTenant_IsNeitherReadNorForgotten()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var mine = await gateway.Call("tenant-a").AskAsync("k", "my secret");
        var session = mine.Started.SessionId;
        using var theirs = await gateway.Call("tenant-b").AskAsync("k", "what was said", start => start.SessionId = session);
        var client = gateway.Client();
        var forgotten = await client.ForgetSessionAsync(
            new ForgetSessionRequest { SessionId = session + "x" }, TestGateway.Authorization("tenant-b"));

        Assert.DoesNotContain(gateway.Models.Asked[1].Messages, message => message.Text.Contains("secret"));
        Assert.False(forgotten.Found);
        Assert.True(
            (await client.ForgetSessionAsync(
                new ForgetSessionRequest { SessionId = session }, TestGateway.Authorization("tenant-a"))).Found);
    }

    [Fact]
    public async Task Resume_TenThousandGuesses_AreLimitedAndTellNothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var victim = gateway.Call("tenant-a");
        await victim.StartAsync("k");
        await victim.ReadStartedAsync();
        var random = new Random(7);
        var codes = new Dictionary<string, int>();
        var client = gateway.Client();
        for (var i = 0; i < 10_000; i++)
        {
            using var guess = new TestCall(client.Converse(TestGateway.Authorization("tenant-b")));
            var token = i % 1000 == 999
                ? victim.Started.ResumeToken
                : "gateway." + Convert.ToBase64String(Bytes(random))[..43].Replace('+', '-').Replace('/', '_');
            await guess.SendRawAsync(new ConverseRequest { Sequence = 1, Start = new Start { ResumeToken = token } });
            await guess.HalfCloseAsync(); // calls left open are reset at their end, and Kestrel turns a client away that resets too many
            await guess.ReadAllAsync();
            codes[guess.Error.Code] = codes.GetValueOrDefault(guess.Error.Code) + 1;
        }

        Assert.Equal(20, codes["turn-lost"]);
        Assert.Equal(9980, codes["resume-limited"]);
        Assert.Single(gateway.Turns.All);
        using var back = gateway.Call("tenant-a"); // the victim's own key is not held back by what others do
        await back.SendRawAsync(ResumeTests.ResumeOf(victim));
        Assert.NotNull(await back.ReadStartedAsync());
    }

    [Fact]
    public async Task Forget_WhileTheFirstTurnRuns_IsFoundOnceAndNothingIsWrittenDownAfterwards()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        var session = (await call.ReadStartedAsync()).Started.SessionId;
        var found = new List<bool>();
        foreach (var key in new[] { "tenant-b", "tenant-a", "tenant-a" })
        {
            var answer = await gateway.Client()
                .ForgetSessionAsync(new ForgetSessionRequest { SessionId = session }, TestGateway.Authorization(key));
            found.Add(answer.Found);
        }

        await call.SayAsync("my secret");
        await call.ReadAllAsync();

        Assert.Equal([false, true, false], found);
        Assert.Empty(gateway.History.Sessions);
    }

    [Theory]
    [InlineData(null, "key-missing")]
    [InlineData("Bearer unknown", "key-unknown")]
    [InlineData("Basic tenant-a", "key-missing")]
    [InlineData("Bearer ", "key-missing")]
    public async Task Converse_NoGoodKey_IsRefusedBeforeAnythingElse(string? authorization, string code)
    {
        await using var gateway = await TestGateway.StartAsync();
        var headers = new Metadata();
        if (authorization is not null) headers.Add("authorization", authorization);
        using var call = new TestCall(gateway.Client().Converse(headers));
        await call.ReadAllAsync();

        Assert.Equal(code, call.Error.Code);
        Assert.Equal(Blame.Tenant, call.Error.Blame);
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[33];
        random.NextBytes(bytes);
        return bytes;
    }
}
