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

    [LoggerMessage(8, LogLevel.Warning, "Drain limit reached: {Running} turns are stopped and billed")]
    public static partial void DrainLimitReached(ILogger logger, int running);
}
