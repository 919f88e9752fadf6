using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Terminal;

/// <summary>What is logged of what a person is told: the code of it, never the sentence, which may quote what was said.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7101, Message = "Failed in {Stage}: {Code}, to be mended by {Blame}")]
    public static partial void Failed(ILogger log, LogLevel level, string stage, string code, string blame);
}
