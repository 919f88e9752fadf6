using CsCheck;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using Gateway.Tests.Store;

namespace Gateway.Tests.Ledger;

public sealed class LedgerProperties
{
    private static readonly Gen<LedgerStep> AnyStep = Gen.Select(
        Gen.Frequency(
            (8, LedgerAct.Reserve), (8, LedgerAct.Settle), (2, LedgerAct.Release), (1, LedgerAct.SetBudget), (2, LedgerAct.FailBefore),
            (2, LedgerAct.FailAfter),
            (1, LedgerAct.Kill), (2, LedgerAct.Pass), (1, LedgerAct.Jump)),
        Gen.Int[0, 1],
        Gen.Int[0, 3],
        Gen.Int[0, 300],
        (act, tenant, turn, amount) => new LedgerStep(act, tenant, turn, amount));

    [Theory, Stores]
    public async Task AnyStepsWithFaultsKillsAndClockJumps_ChargedIsUsed(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var worlds = 0;

        await AnyStep.List[5, 40].SampleAsync(
            async steps => await new LedgerWorld(bench, $"w{Interlocked.Increment(ref worlds)}").RunAsync(steps),
            iter: kind == StoreKind.Sqlite ? 100 : 30, threads: 1);
    }

    [Theory, Stores]
    public async Task ManyAtOnceWithHedgesAndFaults_ChargedIsUsed(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind, new LedgerOptions { MostPerTransaction = 16 });
        var caller = await bench.TenantAsync("acme", budgetNanos: 60_000);
        var bills = new System.Collections.Concurrent.ConcurrentDictionary<string, Bill>();
        bench.Faults.FailAfter = 2;

        // Every turn is tried three times at once, as retries and hedges are; each try that gets the money settles its own amounts.
        await bench.Time.PassUntilAsync(Task.Run(async () =>
        {
            await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
            {
                var reserved = await bench.ReserveAsync(caller, $"turn-{i % 100}", most: 1000);
                if (reserved.Value is not { } reservation) return;
                var settled = await bench.Ledger.SettleAsync(caller, reservation.Id, new Amounts(i, 1), "complete");
                if (settled.Value is { } bill) Assert.Equal(bill, bills.GetOrAdd(bill.Id, bill));
            });
            return true;
        }));

        var usage = await bench.UsageAsync(caller);
        Assert.Equal(bills.Values.Sum(bill => bill.CostNanos), usage.CostNanos);
        Assert.Equal(bills.Count, usage.Turns);
        Assert.InRange(usage.CostNanos, 1, 60_000);
        await bench.KillAndRestartAsync();
        Assert.Equal(0, (await bench.UsageAsync(caller)).ReservedNanos);
        await bench.AuditAsync();
    }
}
