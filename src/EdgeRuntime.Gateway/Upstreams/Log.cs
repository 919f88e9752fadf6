namespace EdgeRuntime.Gateway.Upstreams;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Warning, "The server {Server} gave no first token for the model {Model}: {Code}")]
    public static partial void AttemptFailed(ILogger logger, string server, string model, string code);
}
