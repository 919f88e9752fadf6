using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Cloud;

namespace Device.Tests.Cloud;

/// <summary>Questions of tests and what came of them.</summary>
internal static class Asking
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>Short pauses, and times that a busy machine keeps.</summary>
    public static GatewayClientOptions Patient { get; } = new()
    {
        Backoff = TimeSpan.FromMilliseconds(5),
        ResumePause = TimeSpan.FromMilliseconds(5),
        ConnectTimeout = TimeSpan.FromMinutes(1),
        StartTimeout = TimeSpan.FromMinutes(1),
        ResumeWindow = TimeSpan.FromMinutes(1),
        CancelPatience = TimeSpan.FromMinutes(1),
        KeepAliveTimeout = TimeSpan.FromMinutes(1),
    };

    public static Question Typed(string words, string key = "key") => new()
    {
        Key = key,
        Said = Utterance.Typed(words),
        Deadline = TimeSpan.FromMinutes(5),
        RunTool = (_, _) => ValueTask.FromResult(new ToolReply("""{"answer":"done"}""", false)),
        TraceId = TraceId,
    };

    public static async Task<List<AnswerEvent>> AllAsync(
        this IAnswerer answerer, Question question, CancellationToken cancellationToken = default)
    {
        var events = new List<AnswerEvent>();
        await foreach (var happened in answerer.AskAsync(question, cancellationToken)) events.Add(happened);
        return events;
    }

    public static string Words(this IEnumerable<AnswerEvent> events) =>
        string.Concat(events.OfType<AnswerEvent.Words>().Select(words => words.Text));
}
