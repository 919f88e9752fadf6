using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using Gateway.Tests.Store;

namespace Gateway.Tests.Ledger;

public sealed class LedgerTests
{
    [Theory, Stores]
    public async Task Reserve_KeyThatAnotherDeviceWasBilledFor_IsRefusedWithoutThatBill(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        await bench.TenantAsync("acme");
        var (first, other) = (LedgerBench.CallerOf("acme", "glasses-1"), LedgerBench.CallerOf("acme", "glasses-2"));
        var bill = await bench.SettledAsync(first, (await bench.ReservedAsync(first, "turn-1")).Id, outputTokens: 1);

        var asked = await bench.ReserveAsync(other, "turn-1");

        Assert.Equal(("idempotency-key-reused", null), (asked.Failure!.Code, asked.Value));
        Assert.Equal(bill, (await bench.ReservedAsync(first, "turn-1")).Settled);
    }

    [Theory, Stores]
    public async Task Settle_LessThanReserved_ChargesWhatWasUsedAndFreesTheRest(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 5000);
        var reservation = await bench.ReservedAsync(caller, "turn-1", most: 3000);
        Assert.Equal((2000L, 3000L), await LeftAndReserved(bench, caller));

        var bill = await bench.SettledAsync(caller, reservation.Id, outputTokens: 2);

        Assert.Equal(800, bill.CostNanos);
        Assert.Equal(26, bill.Id.Length);
        Assert.Equal((4200L, 0L), await LeftAndReserved(bench, caller));
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Settle_MoreThanReserved_ChargesNoMoreThanWasReserved(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1", most: 1000);

        var bill = await bench.SettledAsync(caller, reservation.Id, outputTokens: 1_000_000_000_000);

        Assert.Equal((2L, 800L), (bill.Used.OutputTokens, bill.CostNanos));
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Settle_Again_GivesTheSameBillAndChargesOnce(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");
        var first = await bench.SettledAsync(caller, reservation.Id, outputTokens: 1);

        var again = await bench.SettledAsync(caller, reservation.Id, outputTokens: 2);

        Assert.Equal(first, again);
        Assert.Equal(400, (await bench.UsageAsync(caller)).CostNanos);
    }

    [Theory, Stores]
    public async Task Reserve_KeyOfARunningTurn_IsRefusedAndHoldsNothingMore(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        await bench.ReservedAsync(caller, "turn-1");

        var second = await bench.ReserveAsync(caller, "turn-1");

        Assert.Equal("turn-running", second.Failure!.Code);
        Assert.Equal(1000, (await bench.UsageAsync(caller)).ReservedNanos);
    }

    [Theory, Stores]
    public async Task Reserve_KeyOfASettledTurn_GivesItsBill(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var first = await bench.ReservedAsync(caller, "turn-1");
        var bill = await bench.SettledAsync(caller, first.Id, outputTokens: 1);

        var retried = await bench.ReservedAsync(caller, "turn-1");

        Assert.Equal(bill, retried.Settled);
        Assert.Equal(0, (await bench.UsageAsync(caller)).ReservedNanos);
    }

    [Theory, Stores]
    public async Task Reserve_BudgetHoldsLessThanMost_GrantsWhatIsLeft(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 1500);
        await bench.ReservedAsync(caller, "turn-1", most: 1000);

        var second = await bench.ReservedAsync(caller, "turn-2", most: 1000, least: 500);
        var third = await bench.ReserveAsync(caller, "turn-3", most: 1000);

        Assert.Equal(500, second.GrantedNanos);
        Assert.Equal(("budget-reserved", true), (third.Failure!.Code, third.Failure.Retryable));
    }

    [Theory, Stores]
    public async Task Reserve_ManyAtOnceOnTwoGateways_NeverGrantMoreThanTheBudget(StoreKind kind)
    {
        if (kind == StoreKind.Sqlite) return; // one gateway by design
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 10_500);
        var (_, second) = bench.OpenSecond();
        await using var closing = second;
        var request = new ReservationRequest("", "s", LedgerBench.Price, 1000, 1, TimeSpan.FromMinutes(1));

        var reserved = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            (i % 2 == 0 ? bench.Ledger : second).ReserveAsync(caller, request with { IdempotencyKey = $"turn-{i}" }, default).AsTask()));

        Assert.Equal(10_500, reserved.Sum(one => one.Value?.GrantedNanos ?? 0));
        Assert.All(reserved.Where(one => one.Failure is not null), one => Assert.Equal("budget-reserved", one.Failure!.Code));
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Reserve_BudgetIsSetAsideAndThenSpent_IsRetryableFirstAndFinalThen(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 1000);
        var running = await bench.ReservedAsync(caller, "turn-1", most: 1000);

        var reserved = await bench.ReserveAsync(caller, "turn-2", most: 1000, least: 300);
        await bench.SettledAsync(caller, running.Id, outputTokens: 2);
        var spent = await bench.ReserveAsync(caller, "turn-2", most: 1000, least: 300);

        Assert.Equal(("budget-reserved", true), (reserved.Failure!.Code, reserved.Failure.Retryable));
        Assert.Equal(("budget-exhausted", false), (spent.Failure!.Code, spent.Failure.Retryable));
        Assert.Equal(200, (await bench.ReservedAsync(caller, "turn-2", most: 1000, least: 200)).GrantedNanos);
    }

    [Theory, Stores]
    public async Task Extend_MoreIsNeeded_SetsAsideWhatTheBudgetHoldsAndNotTwice(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 2000);
        var first = await bench.ReservedAsync(caller, "turn-1", most: 500);
        await bench.ReservedAsync(caller, "turn-2", most: 500);

        bench.Faults.FailAfter = 1; // committed, and the answer was lost
        var extended = await bench.Time.PassUntilAsync(bench.Ledger.ExtendAsync(caller, first.Id, 1000, 800).AsTask());
        var partly = await bench.Ledger.ExtendAsync(caller, first.Id, 5000, 800);
        var refused = await bench.Ledger.ExtendAsync(caller, first.Id, 5000, 1600);

        Assert.Equal((1000L, 1500L, "budget-reserved"), (extended.Value, partly.Value, refused.Failure!.Code));
        Assert.Equal(2000, (await bench.UsageAsync(caller)).ReservedNanos);
        Assert.Equal(1200, (await bench.SettledAsync(caller, first.Id, outputTokens: 3)).CostNanos);
        Assert.Equal("reservation-unknown", (await bench.Ledger.ExtendAsync(caller, first.Id, 10, 1)).Failure!.Code);
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Billed_PriceChangedAndGrantWasShort_EveryLineMultipliesOut(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var dearer = LedgerBench.Price with { OutputTokenNanos = 500, AudioSecondNanos = 7 };
        foreach (var (key, price) in new[] { ("a", LedgerBench.Price), ("b", dearer), ("c", dearer) })
        {
            var request = new ReservationRequest(key, "s", price, key == "c" ? 1700 : 100_000, 1, TimeSpan.FromMinutes(1));
            var reserved = (await bench.Ledger.ReserveAsync(caller, request, default)).Value!;
            await bench.Ledger.SettleAsync(caller, reserved.Id, new Amounts(3, 5, 1234, 77, 0), "complete", estimated: key == "c");
        }

        var billed = (await bench.Reader.BilledAsync("acme", 202611, default)).Value!;
        var lines = Invoice.From("acme", 202611, "USD", billed).Lines;

        Assert.Equal([1L, 2L], lines.Select(line => line.Turns).Order());
        Assert.Equal([0L, 1L], lines.Select(line => line.EstimatedTurns).Order());
        Assert.All(lines, line => Assert.Equal(
            line.CostNanos,
            line.InputTokens * line.InputTokenNanos + line.OutputTokens * line.OutputTokenNanos
            + (line.AudioInputMs + line.AudioOutputMs) * line.AudioSecondNanos / 1000 + line.Images * line.ImageNanos));
        Assert.All(
            lines, line =>
                Assert.Equal((0L, 0L), (line.AdjustmentNanos, (line.AudioInputMs + line.AudioOutputMs) * line.AudioSecondNanos % 1000)));
        Assert.Equal((await bench.UsageAsync(caller)).CostNanos, lines.Sum(line => line.CostNanos));
        await bench.AuditAsync();
    }

    [Theory, Stores]
    public async Task Release_OfARunningTurn_FreesMoneyAndKey(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");

        var failure = await bench.Ledger.ReleaseAsync(caller, reservation.Id);

        Assert.Null(failure);
        Assert.Equal(0, (await bench.UsageAsync(caller)).ReservedNanos);
        var again = await bench.ReservedAsync(caller, "turn-1");
        Assert.Null(again.Settled);
        Assert.Equal(reservation.Id, again.Id);
    }

    [Theory, Stores]
    public async Task Reserve_OfAnUnknownOrSuspendedTenant_IsRefused(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        await bench.Tenants.SuspendAsync("acme", suspended: true, default);

        Assert.Equal("tenant-suspended", (await bench.ReserveAsync(caller, "turn-1")).Failure!.Code);
        Assert.Equal("tenant-unknown", (await bench.ReserveAsync(LedgerBench.CallerOf("nobody"), "turn-1")).Failure!.Code);
    }

    [Theory, Stores]
    public async Task Settle_NegativeOrAbsurdAmount_IsRefusedAndTheTurnCanStillSettle(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var reservation = await bench.ReservedAsync(caller, "turn-1");

        foreach (var amounts in new Amounts[] { new(-1, 0), new(0, -1), new(0, 0, -1), new(0, 0, 0, -1), new(0, 0, 0, 0, -1),
            new(0, long.MaxValue) })
        {
            Assert.Equal("amount-refused", (await bench.Ledger.SettleAsync(caller, reservation.Id, amounts, "complete")).Failure!.Code);
        }

        Assert.Equal(400, (await bench.SettledAsync(caller, reservation.Id, outputTokens: 1)).CostNanos);
    }

    [Theory, Stores]
    public async Task Reserve_NegativePrice_IsRefused(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var request = new ReservationRequest("turn-1", "s", new ModelPrice("m", -1, 0), 10, 1, TimeSpan.FromMinutes(1));

        Assert.Equal("amount-refused", (await bench.Ledger.ReserveAsync(caller, request, default)).Failure!.Code);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => bench.ReserveAsync(caller, "turn-1", most: -1, least: -1));
    }

    [Theory, Stores]
    public async Task Settle_InTheNextMonth_ChargesTheMonthOfTheReservation(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme", budgetNanos: 1000);
        bench.Time.Jump = new DateTimeOffset(2026, 11, 30, 23, 59, 59, 999, TimeSpan.Zero) - bench.Time.GetUtcNow();
        var reservation = await bench.ReservedAsync(caller, "turn-1");
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        await bench.SettledAsync(caller, reservation.Id, outputTokens: 1);

        Assert.Equal((400L, 600L), await CostAndLeft(bench, caller, LedgerBench.November));
        Assert.Equal((0L, 1000L), await CostAndLeft(bench, caller, LedgerBench.November.AddMonths(1)));
        Assert.Equal(1000, (await bench.ReservedAsync(caller, "turn-2")).GrantedNanos);
    }

    [Theory, Stores]
    public async Task Usage_OfADevice_CountsOnlyIt(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var device = LedgerBench.CallerOf("acme", "glasses-7");
        await bench.SettledAsync(caller, (await bench.ReservedAsync(caller, "a")).Id, outputTokens: 1);
        await bench.SettledAsync(device, (await bench.ReservedAsync(device, "b")).Id, outputTokens: 2);
        await bench.ReservedAsync(device, "c", most: 70);

        var ofDevice = await bench.UsageAsync(caller, device: "glasses-7");
        var ofAll = await bench.UsageAsync(caller);

        Assert.Equal(new UsageTotals(1, new Amounts(0, 2), 800, 70, null), ofDevice);
        Assert.Equal(new UsageTotals(2, new Amounts(0, 3), 1200, 70, null), ofAll);
    }

    [Theory, Stores]
    public async Task Ledger_ClosedOrStoreClosed_AnswersStoreUnavailable(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");

        await bench.Ledger.DisposeAsync();

        Assert.Equal(StoreFailures.Unavailable, (await bench.ReserveAsync(caller, "turn-1")).Failure);
    }

    private static async Task<(long? Left, long Reserved)> LeftAndReserved(LedgerBench bench, Caller caller)
    {
        var usage = await bench.UsageAsync(caller);
        return (usage.BudgetLeftNanos, usage.ReservedNanos);
    }

    private static async Task<(long Cost, long? Left)> CostAndLeft(LedgerBench bench, Caller caller, DateOnly month)
    {
        var usage = await bench.UsageAsync(caller, month);
        return (usage.CostNanos, usage.BudgetLeftNanos);
    }
}
