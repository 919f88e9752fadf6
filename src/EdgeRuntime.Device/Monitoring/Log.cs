using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>What is logged of turns and of the log itself: names, codes and numbers, never sound, words, pictures or keys.</summary>
internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Debug, "Turn {Turn} began")]
    public static partial void TurnBegan(ILogger log, string turn);

    [LoggerMessage(EventId = 7002, Message = "Turn {Turn} failed in {Stage} after {Milliseconds} ms: {Code}, to be mended by {Blame}")]
    public static partial void TurnFailed(
        ILogger log, LogLevel level, string turn, string stage, long milliseconds, string code, string blame);

    [LoggerMessage(EventId = 7003, Message = "Turn {Turn} ended after {Milliseconds} ms: {Ending}, error {Error}, warning {Warning}")]
    public static partial void TurnEnded(
        ILogger log, LogLevel level, string turn, long milliseconds, string ending, string error, string warning);

    [LoggerMessage(7004, LogLevel.Warning, "{Count} spans were not taken by the OTLP receiver")]
    public static partial void SpansNotTaken(ILogger log, long count);

    [LoggerMessage(7005, LogLevel.Warning, "{Count} lines before this one could not be kept")]
    public static partial void LinesLost(ILogger log, long count);
}
