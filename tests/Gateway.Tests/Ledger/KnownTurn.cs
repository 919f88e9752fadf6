using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace Gateway.Tests.Ledger;

/// <summary>What a test knows of a turn, from the ledger's answers alone.</summary>
internal sealed class KnownTurn(string id, string tenantId)
{
    private readonly HashSet<long> _grants = [];
    private readonly HashSet<Amounts> _tried = [];
    private long? _untold;
    private bool _mayBeCut; // by what the budget held, once it had run out

    public string Id => id;

    public string TenantId => tenantId;

    public TurnState State { get; private set; }

    public Bill? Bill { get; private set; }

    public void Hold(long granted)
    {
        _grants.Add(granted);
        State = TurnState.Holds;
    }

    /// <summary>Nobody was told, but it may hold up to this: a hold of nothing is one too.</summary>
    public void MayHold(long most)
    {
        _untold = Math.Max(_untold ?? 0, most);
        State = TurnState.Unsure;
    }

    public void Free() => State = TurnState.Free;

    public void Unsure() => State = State == TurnState.Free ? TurnState.Free : TurnState.Unsure;

    public void MayHaveRunOut()
    {
        Unsure();
        _mayBeCut = true;
    }

    public void Tried(Amounts used) => _tried.Add(used);

    /// <summary>The ledger gave a bill: always the same, of amounts that were given to it, and of the right cost.</summary>
    public void Billed(Bill bill)
    {
        if (Bill is not null) Assert.Equal(Bill, bill);
        Assert.Equal(id, bill.Id);
        Assert.Equal(LedgerBench.Price.CostNanos(bill.Used), bill.CostNanos);
        Assert.Contains(_tried, used => _grants.Any(granted => LedgerBench.Price.Billable(used, granted) == bill.Used
            || (_mayBeCut && granted >= bill.CostNanos && LedgerBench.Price.Billable(used, bill.CostNanos) == bill.Used))
            || (_untold >= bill.CostNanos && LedgerBench.Price.Billable(used, bill.CostNanos) == bill.Used));
        (Bill, State) = (bill, TurnState.Free);
    }

    /// <summary>What is stored is what was answered; what was never answered is either not there or was asked for.</summary>
    public void AssertSame(Bill? stored)
    {
        if (Bill is not null) Assert.Equal(Bill, stored);
        else if (stored is not null) Billed(stored);
    }
}
