using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeRuntime.Assistant;
using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>The words of the log.</summary>
internal static class LogText
{
    private const int LongestCode = 64;
    private const int DeepestCause = 8;

    /// <summary>A code that may come from another machine: as it is where it is in kebab-case, <c>unreadable</c> where it may be anything
    /// else.</summary>
    public static string Code(string? code) => code switch
    {
        null => "none",
        { Length: > 0 and <= LongestCode } when !code.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") => code,
        _ => "unreadable",
    };

    /// <summary>How severe a failure is, by who has to act.</summary>
    public static LogLevel LevelOf(Blame blame) => blame switch
    {
        Blame.Program => LogLevel.Error,
        Blame.Machine or Blame.Model or Blame.Cloud => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    /// <summary>Who has to act.</summary>
    public static string Name(Blame blame) => blame.ToString().ToLowerInvariant();

    /// <summary>What was thrown and where, on one line. What an exception says may quote what was said, so that is left out.</summary>
    public static string Describe(Exception thrown)
    {
        var text = new StringBuilder();
        var cause = thrown;
        for (var depth = 0; cause is not null && depth < DeepestCause; (cause, depth) = (cause.InnerException, depth + 1))
        {
            text.Append(depth == 0 ? "" : " caused by ").Append(cause.GetType().FullName);
            foreach (var frame in new StackTrace(cause).GetFrames())
            {
                if (DiagnosticMethodInfo.Create(frame) is { } method)
                {
                    text.Append(" < ").Append(method.DeclaringTypeName).Append('.').Append(method.Name);
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A line of the file: when, how severe, the number of the event, and what happened.</summary>
    public static string Line(DateTimeOffset at, LogLevel level, EventId id, string what) => string.Create(
        CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Name(level)} {id.Id} {what}");

    /// <summary>A line for systemd's journal, which adds the time itself and reads the severity from the number in front
    /// (sd-daemon(3)).</summary>
    public static string JournalLine(LogLevel level, EventId id, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"<{Priority(level)}>{id.Id} {what}");

    private static string Name(LogLevel level) => level.ToString().ToLowerInvariant();

    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };
}
