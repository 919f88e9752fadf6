using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Ledger.Stores;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;

namespace Gateway.Tests.Ledger;

/// <summary>Runs steps on a ledger and remembers what it answered; throws when an answer breaks a promise.</summary>
internal sealed class LedgerWorld(LedgerBench bench, string name)
{
    private readonly Dictionary<string, KnownTurn> _turns = [];
    private readonly Caller[] _callers = [LedgerBench.CallerOf(name + "-0"), LedgerBench.CallerOf(name + "-1", "glasses")];
    private readonly long?[] _budgets = [20_000, null];

    public async Task RunAsync(IEnumerable<LedgerStep> steps)
    {
        for (var i = 0; i < _callers.Length; i++) await bench.TenantAsync(_callers[i].TenantId, _budgets[i]);
        foreach (var step in steps) await RunAsync(step);
        bench.Time.Jump = TimeSpan.Zero;
        (bench.Faults.FailBefore, bench.Faults.FailAfter) = (0, 0);
        await bench.KillAndRestartAsync();
        await AssertChargedIsUsedAsync();
    }

    private Task RunAsync(LedgerStep step) => step.Act switch
    {
        LedgerAct.Reserve => ReserveAsync(step),
        LedgerAct.Settle => SettleAsync(step),
        LedgerAct.Release => ReleaseAsync(step),
        LedgerAct.SetBudget => SetBudgetAsync(step),
        LedgerAct.Kill => KillAsync(),
        LedgerAct.Pass => PassAsync(step),
        _ => Set(step),
    };

    private Task Set(LedgerStep step)
    {
        if (step.Act == LedgerAct.FailBefore) bench.Faults.FailBefore = 1 + step.Amount % 5;
        else if (step.Act == LedgerAct.FailAfter) bench.Faults.FailAfter = 1 + step.Amount % 5;
        else bench.Time.Jump = TimeSpan.FromDays(step.Amount % 81 - 40);
        return Task.CompletedTask;
    }

    private async Task ReserveAsync(LedgerStep step)
    {
        var (caller, key) = Of(step);
        var turn = Turn(caller, key);
        var answer = await bench.Time.PassUntilAsync(bench.ReserveAsync(caller, key, most: step.Amount * 10, least: 0));
        if (answer.Failure is { } failure)
        {
            Assert.Contains(failure.Code, (string[])["turn-running", "budget-exhausted", "budget-reserved", "store-unavailable"]);
            if (failure.Code == "turn-running") Assert.NotEqual(TurnState.Free, turn.State);
            if (failure.Code == "store-unavailable" && turn.State != TurnState.Holds) turn.MayHold(step.Amount * 10);
            return;
        }

        if (answer.Value!.Settled is { } bill)
        {
            turn.Billed(bill);
            return;
        }

        Assert.Null(turn.Bill);
        Assert.NotEqual(TurnState.Holds, turn.State);
        turn.Hold(answer.Value.GrantedNanos);
        var usage = await bench.UsageAsync(caller, DateOnly.FromDateTime(bench.Time.GetUtcNow().UtcDateTime));
        if (_budgets[step.Tenant] is { } budget) Assert.InRange(usage.CostNanos + usage.ReservedNanos, 0, budget);
    }

    private async Task SettleAsync(LedgerStep step)
    {
        var (caller, key) = Of(step);
        var turn = Turn(caller, key);
        var used = new Amounts(step.Amount, step.Amount / 3, step.Amount * 7);
        turn.Tried(used);
        var answer = await bench.Time.PassUntilAsync(bench.Ledger.SettleAsync(caller, turn.Id, used, "complete").AsTask());
        if (answer.Value is { } bill)
        {
            turn.Billed(bill);
        }
        else if (answer.Failure!.Code == "reservation-unknown")
        {
            Assert.True(turn.Bill is null && turn.State != TurnState.Holds, "a turn that holds money could not settle");
        }
        else
        {
            Assert.Equal(StoreFailures.Unavailable, answer.Failure);
        }
    }

    private async Task ReleaseAsync(LedgerStep step)
    {
        var (caller, key) = Of(step);
        var turn = Turn(caller, key);
        var failure = (await bench.Time.PassUntilAsync(Released(caller, turn.Id))).Failure;
        if (failure is null && turn.State == TurnState.Holds) turn.Free();
        else turn.Unsure();
    }

    private async Task<Outcome<bool>> Released(Caller caller, string id) =>
        await bench.Ledger.ReleaseAsync(caller, id) is { } failure ? failure : true;

    private async Task SetBudgetAsync(LedgerStep step)
    {
        _budgets[step.Tenant] = step.Amount % 4 == 0 ? null : step.Amount * 50;
        await bench.Tenants.ChangeAsync(
            _callers[step.Tenant].TenantId, settings => settings with { MonthlyBudgetNanos = _budgets[step.Tenant] }, default);
    }

    private async Task KillAsync()
    {
        await bench.KillAndRestartAsync();
        foreach (var turn in _turns.Values) turn.Unsure();
    }

    private async Task PassAsync(LedgerStep step)
    {
        bench.Time.Advance(TimeSpan.FromSeconds(step.Amount));
        (bench.Faults.FailBefore, bench.Faults.FailAfter) = (0, 0);
        await bench.Ledger.SweepAsync(default);
        foreach (var turn in _turns.Values) turn.MayHaveRunOut();
    }

    private async Task AssertChargedIsUsedAsync()
    {
        await bench.AuditAsync();
        foreach (var caller in _callers)
        {
            var bills = await BillsOf(caller);
            foreach (var turn in _turns.Values.Where(turn => turn.TenantId == caller.TenantId))
            {
                turn.AssertSame(bills.GetValueOrDefault(turn.Id));
            }

            Assert.Equal(0, await SumAsync("reserved_nanos", caller));
            Assert.Equal(bills.Values.Sum(bill => bill.CostNanos), await SumAsync("settled_nanos", caller));
        }
    }

    private async Task<Dictionary<string, Bill>> BillsOf(Caller caller)
    {
        await using var connection = await bench.Store.OpenReaderAsync(default);
        var rows = await connection.Command($"{LedgerSql.SelectBill} WHERE tenant_id = @tenant", ("tenant", caller.TenantId))
            .ListAsync(LedgerColumns.ReadBill, default);
        return rows.ToDictionary(row => row.Bill.Id, row => row.Bill);
    }

    private async Task<long> SumAsync(string column, Caller caller)
    {
        await using var connection = await bench.Store.OpenReaderAsync(default);
        var sql = $"SELECT CAST(coalesce(sum({column}), 0) AS BIGINT) FROM balances WHERE tenant_id = @tenant";
        return (await connection.Command(sql, ("tenant", caller.TenantId)).ListAsync(row => row.GetInt64(0), default))[0];
    }

    private (Caller Caller, string Key) Of(LedgerStep step) => (_callers[step.Tenant], $"turn-{step.Turn}");

    private KnownTurn Turn(Caller caller, string key)
    {
        var id = TurnId.Create(caller.TenantId, key);
        if (!_turns.TryGetValue(id, out var turn)) _turns[id] = turn = new KnownTurn(id, caller.TenantId);
        return turn;
    }
}
