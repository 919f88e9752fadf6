using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.Routing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Upstreams.Routing;

public sealed class RouteBreakerTests
{
    private static readonly Failure Unclear = new("upstream-broken", "Broken.", "Again.", Blame.Upstream);
    private static readonly Failure Server = Unclear with { Evidence = Evidence.Server };
    private static readonly Failure Question = Unclear with { Evidence = Evidence.Question };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private readonly RouteBreaker _breaker;

    public RouteBreakerTests() => _breaker = new RouteBreaker(new BreakerOptions { MinimumAttempts = 4 }, _time);

    [Fact]
    public void Report_FewOfManyTenantsFail_StaysClosed()
    {
        for (var tenant = 0; tenant < 8; tenant++) _breaker.Report($"well-{tenant}", null);
        for (var turn = 0; turn < 100; turn++) _breaker.Report($"ill-{turn % 2}", Unclear);

        Assert.True(_breaker.TryPass("well-0"));
    }

    [Fact]
    public void Report_FailuresOlderThanTheWindow_AreForgotten()
    {
        for (var turn = 0; turn < 3; turn++) _breaker.Report($"tenant-{turn}", Unclear);
        _time.Advance(TimeSpan.FromSeconds(11));
        for (var turn = 0; turn < 3; turn++) _breaker.Report("tenant-9", Unclear);

        Assert.True(_breaker.TryPass("tenant-0"));
    }

    [Fact]
    public void Report_QuestionsOwnFault_NeverOpens()
    {
        for (var turn = 0; turn < 100; turn++) _breaker.Report($"tenant-{turn}", Question);

        Assert.True(_breaker.TryPass("tenant-0"));
    }

    [Fact]
    public void TryPass_AfterThePause_OneQuestionAtATimeAndAnAnswerCloses()
    {
        Open();
        Assert.False(_breaker.TryPass("a"));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(_breaker.TryPass("a"));
        Assert.False(_breaker.TryPass("b"));
        _breaker.Abandon("a");
        Assert.True(_breaker.TryPass("b"));
        _breaker.Report("b", null);

        Assert.True(_breaker.TryPass("a"));
        Assert.True(_breaker.TryPass("a"));
    }

    [Fact]
    public void TryPass_TrialOfOneTenantFails_AnotherTenantTriesAtOnce()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.TryPass("loud"));
        _breaker.Report("loud", Unclear);

        Assert.False(_breaker.TryPass("loud"));
        Assert.True(_breaker.TryPass("quiet"));
        _breaker.Report("quiet", Unclear);

        Assert.False(_breaker.TryPass("third"));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.TryPass("loud"));
    }

    [Fact]
    public void TryPass_TrialOfTheOnlyTenantFails_ItTriesAgainAfterAnotherPause()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.TryPass("only"));
        _breaker.Report("only", Unclear); // such as HTTP 503 while the server loads its model
        Assert.False(_breaker.TryPass("only"));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(_breaker.TryPass("only"));
        _breaker.Report("only", null);
        Assert.True(_breaker.TryPass("only"));
        Assert.True(_breaker.TryPass("other"));
    }

    [Fact]
    public void TryPass_TrialIsNotOverAfterAnotherPause_HoldsNobodyUp()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.TryPass("slow"));
        Assert.False(_breaker.TryPass("quick"));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(_breaker.TryPass("quick"));
        _breaker.Report("slow", Unclear);
        _breaker.Report("quick", null);
        Assert.True(_breaker.TryPass("quick"));
        Assert.True(_breaker.TryPass("slow"));
    }

    [Fact]
    public void Report_ServerStillUnreachable_OpensAgainAtOnce()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.TryPass("a"));
        _breaker.Report("a", Server);

        Assert.False(_breaker.TryPass("b"));
    }

    [Fact]
    public void Report_MoreTenantsThanItKeeps_ForgetsThoseThatAreSilent()
    {
        for (var tenant = 0; tenant < 5000; tenant++) _breaker.Report($"tenant-{tenant}", null);
        _time.Advance(TimeSpan.FromSeconds(11));
        _breaker.Report("late", null);
        for (var turn = 0; turn < 4; turn++) _breaker.Report($"ill-{turn}", Unclear);

        Assert.False(_breaker.TryPass("late"));
    }

    private void Open()
    {
        for (var turn = 0; turn < 4; turn++) _breaker.Report("a", Server);
        Assert.False(_breaker.TryPass("b"));
    }
}
