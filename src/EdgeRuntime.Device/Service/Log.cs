using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Service;

/// <summary>What is logged of the service: its beginning, its end, and what it lost.</summary>
internal static partial class Log
{
    [LoggerMessage(7201, LogLevel.Information, "The service began, version {Version}")]
    public static partial void Began(ILogger log, string? version);

    [LoggerMessage(7202, LogLevel.Information,
        "The service ended: {Turns} turns, {Cancelled} cancelled, {Dropped} dropped, {Refused} wakes refused")]
    public static partial void Ended(ILogger log, int turns, int cancelled, int dropped, int refused);

    [LoggerMessage(7203, LogLevel.Warning, "{Samples} samples of the microphone were not heard in time")]
    public static partial void SamplesLost(ILogger log, long samples);
}
