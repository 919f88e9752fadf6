namespace EdgeRuntime.Gateway.Hosting;

/// <summary>What the host says to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "{Sentence}")]
    public static partial void NotRead(ILogger log, string sentence);
}
