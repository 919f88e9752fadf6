using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Admission;

public sealed class AdmissionTests
{
    private static readonly TimeSpan NearlyATurn = TimeSpan.FromMilliseconds(1900); // of the two seconds that a turn is expected to take
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Enter_RequestsPerMinuteUsedUp_IsRefusedWithATimeThatIsRight()
    {
        var admission = New();
        var caller = Tenant("a", requests: 2);
        (await EnterAsync(admission, caller)).Value!.Dispose();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await EnterAsync(admission, caller)).Value!.Dispose();

        var refusal = (await EnterAsync(admission, caller)).Failure!;

        Assert.Equal("rate-limited", refusal.Code);
        Assert.True(refusal.Retryable);
        _time.Advance(refusal.RetryAfter - TimeSpan.FromSeconds(1));
        Assert.NotNull((await EnterAsync(admission, caller)).Failure);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await EnterAsync(admission, caller)).Failure);
    }

    [Fact]
    public async Task Enter_TokensUsedUp_CountsWhatWasReallyUsed()
    {
        var admission = New();
        var caller = Tenant("a", tokens: 100);
        var place = (await EnterAsync(admission, caller, tokens: 90)).Value!;

        Assert.Equal("tokens-limited", (await EnterAsync(admission, caller, tokens: 20)).Failure?.Code);
        place.Used(30);
        Assert.Null((await EnterAsync(admission, caller, tokens: 70)).Failure);
        Assert.Equal("tokens-limited", (await EnterAsync(admission, caller, tokens: 1)).Failure?.Code);
    }

    [Fact]
    public async Task Enter_TurnTookLongerThanAMinute_ItsTokensCountWhenTheyAreBilled()
    {
        var admission = New();
        var caller = Tenant("a", tokens: 100);
        var place = (await EnterAsync(admission, caller, tokens: 10)).Value!;
        _time.Advance(TimeSpan.FromSeconds(90));
        place.Used(95);

        Assert.Equal("tokens-limited", (await EnterAsync(admission, caller, tokens: 10)).Failure?.Code);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null((await EnterAsync(admission, caller, tokens: 10)).Failure);
    }

    [Fact]
    public async Task Enter_MoreTokensThanAMinuteAllows_IsNotWorthRetrying() =>
        Assert.False((await EnterAsync(New(), Tenant("a", tokens: 100), tokens: 101)).Failure!.Retryable);

    [Fact]
    public async Task Enter_AllTurnsOfTheTenantRunning_OthersStillBegin()
    {
        var admission = New();
        var place = (await EnterAsync(admission, Tenant("a", turns: 1))).Value!;

        Assert.Equal("too-many-turns", (await EnterAsync(admission, Tenant("a", turns: 1))).Failure?.Code);
        Assert.Null((await EnterAsync(admission, Tenant("b"))).Failure);
        place.Dispose();
        place.Dispose();
        Assert.Null((await EnterAsync(admission, Tenant("a", turns: 1))).Failure);
        Assert.Equal("too-many-turns", (await EnterAsync(admission, Tenant("a", turns: 1))).Failure?.Code);
    }

    [Fact]
    public async Task Enter_GlobalLimits_AreTheGatewaysFault()
    {
        var requests = New(new() { RequestsPerMinute = 1 });
        await EnterAsync(requests, Tenant("a"));
        Assert.Equal("overloaded", (await EnterAsync(requests, Tenant("b"))).Failure?.Code);

        var tokens = New(new() { TokensPerMinute = 10 });
        await EnterAsync(tokens, Tenant("a"), tokens: 8);
        var refusal = (await EnterAsync(tokens, Tenant("b"), tokens: 8)).Failure!;
        Assert.Equal(("overloaded", Blame.Gateway), (refusal.Code, refusal.Blame));
    }

    [Fact]
    public async Task Enter_DeadlineOver_IsRefused() => Assert.Equal(
        "deadline-too-short",
        (await New().EnterAsync(Tenant("a"), 1, Priority.Interactive, Deadline.After(TimeSpan.Zero, _time), default)).Failure?.Code);

    [Fact]
    public async Task Enter_DeadlineBeforeItsTurnInTheQueue_IsRefusedAtOnce()
    {
        var admission = New(new() { MaxConcurrentTurns = 1, ExpectedTurn = TimeSpan.FromSeconds(1) });
        await EnterAsync(admission, Tenant("a"));

        var hasty = await admission.EnterAsync(
            Tenant("b"), 1, Priority.Interactive, Deadline.After(TimeSpan.FromMilliseconds(900), _time), default);

        Assert.Equal("deadline-too-short", hasty.Failure?.Code);
    }

    [Fact]
    public async Task Enter_GatewayFull_WaitsForTheNextPlace()
    {
        var admission = New(new() { MaxConcurrentTurns = 1 });
        var first = (await EnterAsync(admission, Tenant("a"))).Value!;
        _time.Advance(NearlyATurn);
        var waiting = EnterAsync(admission, Tenant("b"));
        Assert.False(waiting.IsCompleted);

        first.Dispose();

        using var second = (await waiting).Value!;
        Assert.Equal((1, 0), (admission.Running, admission.WaitingTurns));
    }

    [Fact]
    public async Task Enter_WaitedTooLong_IsRefusedAndItsPlaceIsFree()
    {
        var admission = New(new() { MaxConcurrentTurns = 1, MaxQueueWait = TimeSpan.FromMilliseconds(200) });
        var first = (await EnterAsync(admission, Tenant("a"))).Value!;
        _time.Advance(NearlyATurn);
        var waiting = EnterAsync(admission, Tenant("b", requests: 1, turns: 1));

        _time.Advance(TimeSpan.FromMilliseconds(399));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("overloaded", (await waiting).Failure?.Code);
        first.Dispose();
        Assert.Null((await EnterAsync(admission, Tenant("b", requests: 1, turns: 1))).Failure);
    }

    [Fact]
    public async Task Enter_WaitingCallerGoesAway_IsForgotten()
    {
        var admission = New(new() { MaxConcurrentTurns = 1 });
        var first = (await EnterAsync(admission, Tenant("a"))).Value!;
        _time.Advance(NearlyATurn);
        using var gone = new CancellationTokenSource();
        var waiting = admission.EnterAsync(Tenant("b"), 1, Priority.Interactive, Deadline.Never, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        Assert.Equal((0, 0), (admission.Running, admission.WaitingTurns));
    }

    [Fact]
    public async Task Enter_NoTurnEndsSoon_IsRefusedAtOnceAndNotAfterAWait()
    {
        var admission = New(new() { MaxConcurrentTurns = 4, ExpectedTurn = TimeSpan.FromSeconds(1) });
        await EnterAsync(admission, Tenant("a"));
        await EnterAsync(admission, Tenant("a"));
        _time.Advance(TimeSpan.FromMilliseconds(600));
        await EnterAsync(admission, Tenant("a"));
        await EnterAsync(admission, Tenant("a"));

        var waiting = new[] { EnterAsync(admission, Tenant("a")), EnterAsync(admission, Tenant("a")) };
        var third = EnterAsync(admission, Tenant("a"));

        Assert.Equal("overloaded", (await third).Failure?.Code); // the first two end in 400 ms, the others in a second
        Assert.All(waiting, each => Assert.False(each.IsCompleted));
    }

    [Fact]
    public async Task Enter_QueueFull_ShedsTheNewestDeferrableFirst()
    {
        var admission = New(new() { MaxConcurrentTurns = 4, QueueLength = 2 });
        for (var turn = 0; turn < 4; turn++)
        {
            await EnterAsync(admission, Tenant("a"));
        }

        _time.Advance(NearlyATurn);

        var interactive = EnterAsync(admission, Tenant("a"));
        var deferrable = EnterAsync(admission, Tenant("a"), priority: Priority.Deferrable);
        var second = EnterAsync(admission, Tenant("a"), priority: Priority.Deferrable);
        Assert.Equal("overloaded", (await second).Failure?.Code);

        var third = EnterAsync(admission, Tenant("b"));

        Assert.Equal("overloaded", (await deferrable).Failure?.Code);
        Assert.False(interactive.IsCompleted);
        Assert.False(third.IsCompleted);
        Assert.Equal("overloaded", (await EnterAsync(admission, Tenant("a"))).Failure?.Code);
    }

    [Fact]
    public async Task Leave_TenantsWithWeights_ShareByWeightAndNobodyStarves()
    {
        var admission = New(
            new() { MaxConcurrentTurns = 100, MaxQueueWait = TimeSpan.FromSeconds(30), ExpectedTurn = TimeSpan.FromSeconds(1) });
        var running = new Queue<IAdmissionPlace>();
        for (var turn = 0; turn < 100; turn++)
        {
            running.Enqueue((await EnterAsync(admission, Tenant("flood"))).Value!);
        }

        _time.Advance(TimeSpan.FromMilliseconds(600));
        var waiting = Enumerable.Range(0, 30).Select(_ => (Who: "flood", Entered: EnterAsync(admission, Tenant("flood"))))
            .Concat(Enumerable.Range(0, 9).Select(_ => (Who: "small", Entered: EnterAsync(admission, Tenant("small")))))
            .Concat(Enumerable.Range(0, 9).Select(_ => (Who: "heavy", Entered: EnterAsync(admission, Tenant("heavy", weight: 3)))))
            .Concat(Enumerable.Range(0, 2)
                .Select(_ => (Who: "later", Entered: EnterAsync(admission, Tenant("later"), priority: Priority.Deferrable))))
            .ToList();

        var order = new List<string>();
        while (waiting.Count > 0)
        {
            running.Dequeue().Dispose();
            await Task.WhenAny(waiting.Select(each => each.Entered)); // what waits goes on in a thread of its own
            var next = waiting.Single(each => each.Entered.IsCompleted);
            waiting.Remove(next);
            order.Add(next.Who);
            running.Enqueue((await next.Entered).Value!);
        }

        Assert.Equal(3, order.Take(5).Count(who => who == "heavy"));
        Assert.True(order.LastIndexOf("heavy") < 16, string.Join(' ', order));
        Assert.True(order.LastIndexOf("small") < 30, string.Join(' ', order));
        Assert.True(order.LastIndexOf("later") < order.LastIndexOf("flood"), string.Join(' ', order));
    }

    private Task<Outcome<IAdmissionPlace>> EnterAsync(
        EdgeRuntime.Gateway.Admission.Admission admission, Caller caller, int tokens = 1, Priority priority = Priority.Interactive) =>
        admission.EnterAsync(caller, tokens, priority, Deadline.After(TimeSpan.FromMinutes(5), _time), default).AsTask();

    private EdgeRuntime.Gateway.Admission.Admission New(AdmissionOptions? options = null) => new(Options.Create(options ?? new()), _time);

    private static Caller Tenant(string id, int requests = 10_000, int tokens = 1_000_000, int turns = 1000, int weight = 1) =>
        new(id, "key", null)
        {
            Settings = new() { RequestsPerMinute = requests, TokensPerMinute = tokens, ConcurrentTurns = turns, Weight = weight },
        };
}
