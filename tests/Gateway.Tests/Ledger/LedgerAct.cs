namespace Gateway.Tests.Ledger;

/// <summary>What a property test does next.</summary>
internal enum LedgerAct
{
    Reserve,
    Settle,
    Release,
    SetBudget,
    FailBefore,
    FailAfter,
    Kill,
    Pass,
    Jump,
}
