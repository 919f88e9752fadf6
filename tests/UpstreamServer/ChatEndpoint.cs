using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace UpstreamServer;

/// <summary>Streams counted words (worda, wordb, …) at a steady rate: the time of each token counts from the beginning,
/// so that a late one does not delay the next.</summary>
internal sealed class ChatEndpoint(int words, double rate)
{
    private const int MostWords = 100_000;
    private static readonly byte[][] Vocabulary = [.. Enumerable.Range(0, 1000)
        .Select(number => Event($$"""{"index":0,"delta":{"content":" {{Word(number)}}"},"finish_reason":null}"""))];
    private static readonly byte[] Stop = Event("""{"index":0,"delta":{},"finish_reason":"stop"}""");
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task AnswerAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request.BodyReader, context.RequestAborted);
        var wish = Wish.In(body.Span, words, rate);
        context.Response.ContentType = "text/event-stream";
        if (wish.Fault.Length > 0)
        {
            await Faults.ShowAsync(context, wish.Fault, Vocabulary[0]);
            return;
        }

        try
        {
            await StreamAsync(context, wish with { Words = Math.Clamp(wish.Words, 0, MostWords) }, body.Length / 4);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort(); // the client has gone
        }
    }

    private static async Task StreamAsync(HttpContext context, Wish wish, int inputTokens)
    {
        var output = context.Response.BodyWriter;
        await Task.Delay(wish.DelayMs, context.RequestAborted);
        var began = Environment.TickCount64;
        for (var word = 0; word < wish.Words; word++)
        {
            if (wish.Rate > 0)
            {
                var due = began + (long)(1000 * word / wish.Rate);
                await Task.Delay((int)Math.Max(0, due - Environment.TickCount64), context.RequestAborted);
            }

            output.Write(Vocabulary[word % Vocabulary.Length]);
            if (wish.Rate > 0 || word % 64 == 63)
            {
                await output.FlushAsync(context.RequestAborted);
            }
        }

        output.Write(Stop);
        output.Write(Usage(inputTokens, wish.Words));
        output.Write(Done);
        await output.FlushAsync(context.RequestAborted);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // Letters only, since a filter may hold what begins like a number.
    private static string Word(int number) =>
        number < 26 ? $"word{(char)('a' + number)}" : Word(number / 26 - 1) + (char)('a' + number % 26);

    private static byte[] Event(string choice) => Encoding.UTF8.GetBytes(
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"numbers","choices":[{{choice}}]}""" + "\n\n");

    private static byte[] Usage(int input, int output) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"numbers","choices":[],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""")
        + "\n\n");
}
