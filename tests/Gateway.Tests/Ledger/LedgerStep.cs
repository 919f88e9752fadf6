namespace Gateway.Tests.Ledger;

/// <summary>One step: an act, on one of two tenants and four turns, with an amount.</summary>
internal readonly record struct LedgerStep(LedgerAct Act, int Tenant, int Turn, int Amount);
