using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Commands;

/// <summary>What is logged of commands.</summary>
internal static partial class Log
{
    [LoggerMessage(7301, LogLevel.Critical, "A defect ended the program")]
    public static partial void Crashed(ILogger log, Exception defect);
}
