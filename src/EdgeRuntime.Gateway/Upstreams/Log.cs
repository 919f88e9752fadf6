namespace EdgeRuntime.Gateway.Upstreams;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Warning, "The server {Server} gave no first token for the model {Model}: {Code}")]
    public static partial void AttemptFailed(ILogger logger, string server, string model, string code);

    [LoggerMessage(3002, LogLevel.Information, "The server {Server} is asked beside a slow one for the model {Model}")]
    public static partial void Hedged(ILogger logger, string server, string model);

    [LoggerMessage(3003, LogLevel.Warning, "The server {Server} is well: {Healthy}")]
    public static partial void HealthChanged(ILogger logger, string server, bool healthy);

    [LoggerMessage(3004, LogLevel.Error, "The server {Server} could not be asked for the model {Model}")]
    public static partial void AskingBroke(ILogger logger, Exception defect, string server, string model);
}
