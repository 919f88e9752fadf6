namespace EdgeRuntime.Gateway.Store;

/// <summary>What the store says to the operator.</summary>
internal static partial class Log
{
    /// <summary>One line of a few hundred characters where the store is away, however often; with its stack where a statement was refused,
    /// which is a defect.</summary>
    public static void StoreFailed(ILogger log, Exception exception)
    {
        if (StoreFailures.IsTransient(exception)) StoreAway(log, StoreFailures.Why(exception));
        else StatementRefused(log, exception);
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "The store failed: {Why}")]
    private static partial void StoreAway(ILogger log, string why);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "The store refused a statement.")]
    private static partial void StatementRefused(ILogger log, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "The {Kind} store was brought from version {From} to {To}.")]
    public static partial void Migrated(ILogger log, string kind, long from, long to);
}
