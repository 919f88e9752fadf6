using EdgeRuntime.Assistant.Answering;

namespace Device.Tests.Cloud;

/// <summary>Questions of tests and what came of them.</summary>
internal static class Asking
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public static Question Typed(string words, string key = "key") => new()
    {
        Key = key,
        Said = Utterance.Typed(words),
        Deadline = TimeSpan.FromSeconds(60),
        RunTool = (_, _) => ValueTask.FromResult(new ToolReply("""{"answer":"done"}""", false)),
        TraceId = TraceId,
    };

    public static async Task<List<AnswerEvent>> AllAsync(this IAnswerer answerer, Question question, CancellationToken cancellationToken = default)
    {
        var events = new List<AnswerEvent>();
        await foreach (var happened in answerer.AskAsync(question, cancellationToken)) events.Add(happened);
        return events;
    }

    public static string Words(this IEnumerable<AnswerEvent> events) => string.Concat(events.OfType<AnswerEvent.Words>().Select(words => words.Text));
}
