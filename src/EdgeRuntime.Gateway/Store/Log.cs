namespace EdgeRuntime.Gateway.Store;

/// <summary>What the store says to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "The store failed.")]
    public static partial void StoreFailed(ILogger log, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "The {Kind} store was brought from version {From} to {To}.")]
    public static partial void Migrated(ILogger log, string kind, long from, long to);
}
