using System.Text;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Sessions.Links;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>The bounds that <c>assistant.proto</c> sets on single messages; each broken one is <c>bound-exceeded</c>.</summary>
internal static class Bounds
{
    public const int KeyBytes = 256;
    public const int SessionIdBytes = 64;
    public const int TokenBytes = 128;
    public const int LeastTokenBytes = 16;
    public const int IdempotencyKeyBytes = 64;
    public const int LeastDeadlineMs = 100;
    public const int MostDeadlineMs = 600_000;
    public const int LocaleBytes = 35;
    public const int Tools = 64;
    public const int ModelBytes = 64;
    public const int ToolNameBytes = 64;
    public const int ToolDescriptionBytes = 1024;
    public const int ToolParametersBytes = 8192;
    public const int AudioBytes = 64_000; // 2 s × 16 000 samples/s × 2 bytes
    public const int AudioTurnBytes = 1_920_000; // 60 s
    public const int TextTurnBytes = 32_768;
    public const int FrameBytes = 1 << 20;
    public const int FramesPerTurn = 4;
    public const int CaptionBytes = 256;
    public const int DeltaBytes = 16_384;
    public const int ToolArgumentBytes = 16_384;
    public const int ToolResultBytes = 16_384;

    /// <summary>Largest message on the wire: a frame with its caption and framing.</summary>
    public const int MessageBytes = FrameBytes + (64 << 10);

    /// <summary>Checks a Start that begins a turn.</summary>
    public static Failure? Check(Start start) =>
        Identifier("Start.session_id", start.SessionId, 0, SessionIdBytes)
        ?? Identifier("Start.idempotency_key", start.IdempotencyKey, 1, IdempotencyKeyBytes)
        ?? Range("Start.deadline_ms", start.DeadlineMs, start.DeadlineMs == 0 ? 0 : LeastDeadlineMs, MostDeadlineMs)
        ?? Range("Start.price_ceiling_nanos", start.PriceCeilingNanos, 0, long.MaxValue)
        ?? Length("Start.locale", start.Locale, LocaleBytes)
        ?? Tag("Start.locale", start.Locale)
        ?? Length("Start.model", start.Model, ModelBytes)
        ?? Range("Start.tools", start.Tools.Count, 0, Tools)
        ?? (Enum.IsDefined(start.PrivacyClass) ? null : SessionFailures.Bound("Start.privacy_class", "a known value"))
        ?? (Enum.IsDefined(start.Priority) ? null : SessionFailures.Bound("Start.priority", "a known value"))
        ?? start.Tools.Select(Check).FirstOrDefault(failure => failure is not null)
        ?? Different("Start.tools", start.Tools);

    /// <summary>Checks a Start that resumes a turn.</summary>
    public static Failure? CheckResume(Start start) =>
        start.ResumeToken.Length is >= LeastTokenBytes and <= TokenBytes
            ? null
            : SessionFailures.Bound("Start.resume_token", $"{LeastTokenBytes} to {TokenBytes} bytes");

    /// <summary>Checks the length of a text in UTF-8.</summary>
    public static Failure? Length(string field, string text, int most) =>
        Encoding.UTF8.GetByteCount(text) <= most ? null : SessionFailures.Bound(field, $"at most {most} bytes");

    /// <summary>Checks a number against bounds that are both allowed.</summary>
    public static Failure? Range(string field, long value, long least, long most) =>
        value >= least && value <= most ? null : SessionFailures.Bound(field, $"{least} to {most}");

    /// <summary>Checks a name of letters, digits, _ and -.</summary>
    public static Failure? Identifier(string field, string text, int least, int most) =>
        text.Length >= least && text.Length <= most && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? null
            : SessionFailures.Bound(field, $"{least} to {most} letters, digits, _ or -");

    private static Failure? Tag(string field, string text) =>
        text.Length == 0 || Locale.IsWellFormed(text) ? null : SessionFailures.Bound(field, "a language tag of BCP 47 such as en-US");

    // Which of two the model has called nobody could tell.
    private static Failure? Different(string field, IReadOnlyCollection<Tool> tools) =>
        tools.Count < 2 || tools.Select(tool => tool.Name).Distinct(StringComparer.Ordinal).Count() == tools.Count
            ? null
            : SessionFailures.Bound(field, "of different names");

    private static Failure? Check(Tool tool) =>
        Identifier("Tool.name", tool.Name, 1, ToolNameBytes)
        ?? (tool.Name.Contains('-') ? SessionFailures.Bound("Tool.name", "letters, digits or _") : null)
        ?? Length("Tool.description", tool.Description, ToolDescriptionBytes)
        ?? Length("Tool.parameters_json", tool.ParametersJson, ToolParametersBytes)
        ?? (Json.IsObject(tool.ParametersJson) ? null : SessionFailures.Bound("Tool.parameters_json", "a JSON object"));
}
