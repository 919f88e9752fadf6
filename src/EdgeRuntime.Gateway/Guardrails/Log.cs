namespace EdgeRuntime.Gateway.Guardrails;

internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Information, "Refused something of the tenant {Tenant}: {Code}")]
    public static partial void Refused(ILogger logger, string tenant, string code);

    [LoggerMessage(3202, LogLevel.Warning, "A tool's result of the tenant {Tenant} bears marks of instructions to the model")]
    public static partial void InjectionMarked(ILogger logger, string tenant);

    [LoggerMessage(3203, LogLevel.Warning, "The moderation server failed with {Code}; passed on all the same: {Passed}")]
    public static partial void ModerationFailed(ILogger logger, string code, bool passed);
}
