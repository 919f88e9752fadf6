namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>An operation about one try of a turn, not about a later one with the same key.</summary>
internal interface IAttemptOperation
{
    /// <summary>The <see cref="ReservationRow.Attempt"/> it is about.</summary>
    long Attempt { get; }
}
