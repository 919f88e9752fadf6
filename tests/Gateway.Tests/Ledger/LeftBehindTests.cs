using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Store;

namespace Gateway.Tests.Ledger;

public sealed class LeftBehindTests
{
    [Theory, Stores]
    public async Task Sweep_AfterAKill_FreesMoneyAndKeyAtOnce(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 1000);
        await bench.ReservedAsync(caller, "turn-1");

        await bench.KillAndRestartAsync();

        Assert.Equal(0, (await bench.UsageAsync(caller)).ReservedNanos);
        Assert.Equal(1000, (await bench.ReservedAsync(caller, "turn-1")).GrantedNanos);
    }

    [Theory, Stores]
    public async Task Sweep_ClockJumpsADay_KeepsRunningTurns(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");

        foreach (var days in new[] { 1, -1 })
        {
            bench.Time.Jump = TimeSpan.FromDays(days);
            Assert.Equal(0, await bench.Ledger.SweepAsync(default));
        }

        Assert.Equal(400, (await bench.SettledAsync(caller, reservation.Id, outputTokens: 1)).CostNanos);
    }

    [Theory, Stores]
    public async Task Sweep_TurnThatNobodyEnded_RunsOutAfterItsTimeAndTheGrace(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind, new LedgerOptions { Grace = TimeSpan.FromSeconds(30) });
        var caller = await bench.TenantAsync("acme");
        await bench.ReservedAsync(caller, "turn-1", lasts: TimeSpan.FromSeconds(60));

        bench.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(0, await bench.Ledger.SweepAsync(default));
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await bench.Ledger.SweepAsync(default));
        Assert.Equal(0, (await bench.UsageAsync(caller)).ReservedNanos);
    }

    [Theory, Stores]
    public async Task Settle_AfterItRanOut_StillChargesWhatWasUsed(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.Ledger.SweepAsync(default);

        var bill = await bench.SettledAsync(caller, reservation.Id, outputTokens: 2);

        Assert.Equal(800, bill.CostNanos);
        await bench.AuditAsync();
    }

    // Its money was set aside for others meanwhile, and the budget is the tenant's limit whatever happens to gateways.
    [Theory, Stores]
    public async Task Settle_AfterItRanOutAndOthersHaveTheMoney_ChargesNoMoreThanTheBudgetHolds(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 1500);
        var late = await bench.ReservedAsync(caller, "turn-1", most: 1200);
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.Ledger.SweepAsync(default);
        var other = await bench.ReservedAsync(caller, "turn-2", most: 1000);

        var bill = await bench.SettledAsync(caller, late.Id, outputTokens: 3);

        Assert.Equal((1L, 400L), (bill.Used.OutputTokens, bill.CostNanos));
        Assert.Equal(800, (await bench.SettledAsync(caller, other.Id, outputTokens: 2)).CostNanos);
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Reserve_KeyOfATurnThatRanOutHereAndHasNotEnded_IsRunning(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var first = await bench.ReservedAsync(caller, "turn-1");
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.Ledger.SweepAsync(default);

        Assert.Equal("turn-running", (await bench.ReserveAsync(caller, "turn-1")).Failure!.Code);
        Assert.Equal(400, (await bench.SettledAsync(caller, first.Id, outputTokens: 1)).CostNanos);
        Assert.Equal(400, (await bench.ReservedAsync(caller, "turn-1")).Settled!.CostNanos);
    }

    // A gateway that was frozen wakes while another one answers, and again after that.
    [PostgresFact]
    public async Task Settle_OfATurnThatAnotherGatewayTookOver_ChangesNothingAndSaysSo()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var caller = await bench.TenantAsync("acme", budgetNanos: 2000);
        var (asleep, during) = (await bench.ReservedAsync(caller, "turn-1"), await bench.ReservedAsync(caller, "turn-2"));
        var (_, second) = bench.OpenSecond();
        await using var closing = second;
        await bench.AgeAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, await second.SweepAsync(default));
        var request = new ReservationRequest("turn-1", "session", LedgerBench.Price, 1000, 1, TimeSpan.FromMinutes(1));
        var taken = (await second.ReserveAsync(caller, request, default)).Value!;
        var running = (await second.ReserveAsync(caller, request with { IdempotencyKey = "turn-2" }, default)).Value!;

        var extended = await bench.Ledger.ExtendAsync(caller, during.Id, 2000, 0);
        var early = await bench.Ledger.SettleAsync(caller, during.Id, new Amounts(0, 1), "deadline");
        var bill = (await second.SettleAsync(caller, taken.Id, new Amounts(0, 2), "complete")).Value!;
        var late = await bench.Ledger.SettleAsync(caller, asleep.Id, new Amounts(0, 1), "deadline");
        Assert.Null(await bench.Ledger.ReleaseAsync(caller, during.Id));
        var last = (await second.SettleAsync(caller, running.Id, new Amounts(0, 1), "complete")).Value!;

        Assert.All(
            [extended.Failure, early.Failure, late.Failure],
            failure => Assert.Equal(("turn-lost", true), (failure!.Code, failure.Retryable)));
        Assert.Equal((800L, 400L), (bill.CostNanos, last.CostNanos));
        Assert.Equal(bill, (await bench.ReservedAsync(caller, "turn-1")).Settled);
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Reserve_AnswerOfTheStoreLost_IsFoundAgainAndFreedWhenNobodyKnowsIt(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        bench.Faults.FailAfter = 1;
        var found = await bench.Time.PassUntilAsync(bench.ReserveAsync(caller, "turn-1"));
        bench.Faults.FailAfter = 100;
        var lost = await bench.Time.PassUntilAsync(bench.ReserveAsync(caller, "turn-2"));
        bench.Faults.FailAfter = 0;

        Assert.Equal(1000, found.Value!.GrantedNanos);
        Assert.Equal("store-unavailable", lost.Failure!.Code);
        Assert.Equal(2000, (await bench.UsageAsync(caller)).ReservedNanos);
        Assert.Equal(0, await bench.Ledger.SweepAsync(default));
        Assert.Equal(1, await bench.Ledger.SweepAsync(default));
        Assert.Equal(1000, (await bench.UsageAsync(caller)).ReservedNanos);
    }

    [Theory, Stores]
    public async Task Settle_StoreAwayForLongerThanPatience_IsStoredWhenItComesBack(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");
        bench.Faults.FailBefore = 100;
        var settled = await bench.Time.PassUntilAsync(
            bench.Ledger.SettleAsync(caller, reservation.Id, new Amounts(0, 1), "complete").AsTask());

        bench.Faults.FailBefore = 0;
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var again = await bench.Time.PassUntilAsync(
            bench.Ledger.SettleAsync(caller, reservation.Id, new Amounts(0, 2), "complete").AsTask());

        Assert.Equal(StoreFailures.Unavailable, settled.Failure);
        Assert.Equal(400, again.Value!.CostNanos);
    }

    [Theory, Stores]
    public async Task Settle_DiskRefusesTheFlush_IsToldAndBillsOnceWhenAskedAgain(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");
        bench.Faults.FailFlush = 1;

        Assert.Equal(
            StoreFailures.Unavailable, (await bench.Ledger.SettleAsync(caller, reservation.Id, new Amounts(0, 1), "complete")).Failure);
        bench.Faults.FailFlush = 0;

        Assert.Equal(400, (await bench.SettledAsync(caller, reservation.Id, outputTokens: 2)).CostNanos);
    }

    // A restart of the server takes everybody's locks; so does an operator who ends sessions.
    [PostgresFact]
    public async Task Sweep_OfAnotherGatewayThatLostItsConnection_LeavesItsTurnsAlone()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var caller = await bench.TenantAsync("acme");
        await bench.ReservedAsync(caller, "turn-1");
        var (faults, second) = bench.OpenSecond();
        await using var closing = second;
        Assert.Equal(0, await second.SweepAsync(default));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, await bench.EndPresenceAsync(bench.Faults.Owner));
            Assert.Equal(0, await second.SweepAsync(default));
        }

        Assert.Equal(1, await bench.EndPresenceAsync(faults.Owner));
        Assert.Equal(1, await bench.EndPresenceAsync(bench.Faults.Owner));
        Assert.Equal(0, await second.SweepAsync(default));
        Assert.Equal(1000, (await bench.UsageAsync(caller)).ReservedNanos);
    }

    [PostgresFact]
    public async Task Sweep_OfAnotherGatewayThatWasKilled_FreesItsTurnsInOneGo()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var caller = await bench.TenantAsync("acme");
        var (_, killed) = bench.OpenSecond();
        await killed.ReserveAsync(
            caller, new ReservationRequest("turn-1", "s", LedgerBench.Price, 1000, 1, TimeSpan.FromMinutes(1)), default);
        await killed.DisposeAsync();

        Assert.Equal(0, await bench.Ledger.SweepAsync(default, mayWait: false));
        Assert.Equal(1, await bench.Ledger.SweepAsync(default));
        Assert.Equal(0, (await bench.UsageAsync(caller)).ReservedNanos);
    }

    [PostgresFact]
    public async Task Sweep_OfAnotherGatewayThatLives_LeavesItsTurnsAlone()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Postgres);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");
        var (_, second) = bench.OpenSecond();
        await using var closing = second;
        bench.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await second.SweepAsync(default));

        Assert.Equal(
            "turn-running",
            (await second.ReserveAsync(
                caller, new ReservationRequest("turn-1", "s", LedgerBench.Price, 10, 1, TimeSpan.Zero), default)).Failure!.Code);
        Assert.Null((await bench.Ledger.SettleAsync(caller, reservation.Id, new Amounts(0, 1), "complete")).Failure);
    }

    [Fact]
    public async Task Open_SecondGatewayOnOneSqliteFile_IsRefused()
    {
        await using var bench = await LedgerBench.CreateAsync(StoreKind.Sqlite);

        var refused = Assert.Throws<StoreClosedException>(() => bench.OpenSecond());

        Assert.StartsWith("Refusing to open", refused.Message);
    }

    [Theory, Stores]
    public async Task ForgetOld_RunOutLongAgo_IsDeletedAndNothingElse(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        await bench.ReservedAsync(caller, "turn-1");
        await bench.KillAndRestartAsync();
        await bench.ReservedAsync(caller, "turn-2");
        bench.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));

        Assert.Equal(1, await new LedgerUpkeep(bench.Store, new LedgerOptions(), bench.Time).ForgetOldAsync(default));

        Assert.Equal(1000, (await bench.UsageAsync(caller)).ReservedNanos);
    }
}
