using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>How a turn ends: with a reason, or with a failure in its place.</summary>
/// <param name="Reason">For Done.</param>
/// <param name="Failure">For Error; null when the turn ends with Done.</param>
internal readonly record struct TurnEnding(StopReason Reason, Failure? Failure)
{
    /// <summary>Ends with Done.</summary>
    public static implicit operator TurnEnding(StopReason reason) => new(reason, null);

    /// <summary>Ends with Error.</summary>
    public static implicit operator TurnEnding(Failure failure) => new(StopReason.Unspecified, failure);

    /// <summary>What the ledger entry says.</summary>
    public string Words => Failure is null ? Reason.ToString().ToLowerInvariant() : "failed:" + Failure.Code;
}
