namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What the ledger says to the operator; amounts and keys of turns are not content,
/// but they stay in the store all the same.</summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 4101, Level = LogLevel.Error, Message = "{Count} ledger operations could not be committed; they are tried again.")]
    public static partial void CommitFailed(ILogger log, int count, Exception exception);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Critical,
        Message = "A ledger operation of tenant {Tenant}, bill {Bill}, is refused by the store and dropped; this is a defect.")]
    public static partial void OperationRefused(ILogger log, string tenant, string bill, Exception exception);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "{Count} reservations were left behind; their money is free again.")]
    public static partial void RanOut(ILogger log, int count);

    [LoggerMessage(
        EventId = 4104, Level = LogLevel.Error, Message = "Looking for reservations that were left behind failed; it is tried again.")]
    public static partial void SweepFailed(ILogger log, Exception exception);

    [LoggerMessage(
        EventId = 4107, Level = LogLevel.Warning,
        Message = "The tenant {Tenant} is held by another gateway or by hand; its turns wait, all others go on.")]
    public static partial void TenantHeldUp(ILogger log, string tenant);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Error, Message = "{Count} committed ledger operations could not be flushed to disk.")]
    public static partial void FlushFailed(ILogger log, int count, Exception exception);

    [LoggerMessage(
        EventId = 4105, Level = LogLevel.Critical, Message = "The ledger stopped with {Count} operations that the store never took.")]
    public static partial void Abandoned(ILogger log, int count);

    [LoggerMessage(
        EventId = 4108, Level = LogLevel.Warning,
        Message = "The connection that shows the other gateways that this one lives was lost; it is made again: {Why}")]
    public static partial void PresenceLost(ILogger log, string why);

    [LoggerMessage(
        EventId = 4109, Level = LogLevel.Critical,
        Message = "Another gateway has taken the name {Replica} while this one had no connection to the store: no new turns begin here "
            + "until it is free again; give each one a name of its own.")]
    public static partial void NameTaken(ILogger log, string replica);

    [LoggerMessage(EventId = 4110, Level = LogLevel.Warning, Message = "The name {Replica} is this gateway's again; new turns begin.")]
    public static partial void NameRetaken(ILogger log, string replica);
}
