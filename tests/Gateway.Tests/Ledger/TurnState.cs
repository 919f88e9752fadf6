namespace Gateway.Tests.Ledger;

/// <summary>What a test knows of a turn's money.</summary>
internal enum TurnState
{
    Free,
    Holds,
    Unsure,
}
