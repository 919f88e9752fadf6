using EdgeRuntime.Gateway.Sessions.Turns;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>What is logged of turns: names and numbers, never content, keys or tokens.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A turn of tenant {TenantId} broke")]
    public static partial void TurnBroke(ILogger logger, Exception defect, string tenantId);

    [LoggerMessage(2, LogLevel.Debug, "Turn of tenant {TenantId} ended: {Ending}, bill {BillId}")]
    public static partial void TurnEnded(ILogger logger, string tenantId, string ending, string billId);

    [LoggerMessage(3, LogLevel.Warning, "History of a turn of tenant {TenantId} was not kept: {Code}")]
    public static partial void HistoryNotKept(ILogger logger, string tenantId, string code);

    [LoggerMessage(4, LogLevel.Error, "Reservation {ReservationId} could not be settled in time: {Code}")]
    public static partial void NotSettled(ILogger logger, string reservationId, string code);

    [LoggerMessage(5, LogLevel.Warning, "Resume tokens of key {KeyId} are refused: too many fitted no turn")]
    public static partial void ResumesLimited(ILogger logger, string keyId);

    [LoggerMessage(6, LogLevel.Debug, "A turn of tenant {TenantId} lost its link")]
    public static partial void LinkLost(ILogger logger, string tenantId);

    [LoggerMessage(7, LogLevel.Information, "Draining: {Running} turns are running")]
    public static partial void Draining(ILogger logger, int running);

    [LoggerMessage(9, LogLevel.Warning, "Refused a call from {Address}: {Code}")]
    public static partial void CallRefused(ILogger logger, System.Net.IPAddress? address, string code);

    [LoggerMessage(10, LogLevel.Warning, "Refused the key {KeyId} of tenant {TenantId} from {Address}: {Code}")]
    public static partial void KeyRefused(ILogger logger, string keyId, string tenantId, System.Net.IPAddress? address, string code);

    [LoggerMessage(11, LogLevel.Warning, "Refused {Count} more calls within a minute: {Code}")]
    public static partial void MoreCallsRefused(ILogger logger, long count, string code);

    [LoggerMessage(12, LogLevel.Error, "The call {Method} broke")]
    public static partial void CallBroke(ILogger logger, Exception defect, string method);

    [LoggerMessage(8, LogLevel.Warning, "Drain limit reached: {Running} turns are stopped and billed")]
    public static partial void DrainLimitReached(ILogger logger, int running);
}
