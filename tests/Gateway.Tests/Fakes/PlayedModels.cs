using System.Runtime.CompilerServices;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Fakes;

/// <summary>Models that play what a test has written; each question is kept.</summary>
internal sealed class PlayedModels : IModels
{
    public List<ChatRequest> Asked { get; } = [];

    /// <summary>Set when an answer was given up by its reader.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answers; by default one that repeats the question.</summary>
    public Func<ChatRequest, CancellationToken, IAsyncEnumerable<ChatEvent>> Answer { get; set; } =
        (request, stop) => Words(stop, "You said: ", request.Messages[^1].Text);

    /// <summary>Whether questions get as far as to a server.</summary>
    public bool Leaves { get; set; } = true;

    public bool IsScripted(string model) => true;

    public Failure? WhyNever(string model, bool privateOnly, bool speaks) => null;

    public IAsyncEnumerable<ChatEvent> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        lock (Asked) Asked.Add(request);
        if (Leaves) request.Leaving?.Invoke();
        return Watched(Answer(request, cancellationToken), cancellationToken);
    }

    /// <summary>What is heard; once the request has left, where it does.</summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<Outcome<string>>> Hear { get; set; } =
        (pcm16, _) => new($"{pcm16.Length} bytes of sound");

    public ValueTask<Outcome<string>> TranscribeAsync(ChatRequest request, ReadOnlyMemory<byte> pcm16, CancellationToken cancellationToken)
    {
        if (Leaves) request.Leaving?.Invoke();
        return Hear(pcm16, cancellationToken);
    }

    public ValueTask<Outcome<SpokenSentence>> SpeakAsync(ChatRequest request, string sentence, CancellationToken cancellationToken) =>
        new(new SpokenSentence(new byte[sentence.Length * 2], 1000));

    /// <summary>An answer of these words, one token each.</summary>
    public static async IAsyncEnumerable<ChatEvent> Words([EnumeratorCancellation] CancellationToken stop, params string[] words)
    {
        foreach (var word in words)
        {
            stop.ThrowIfCancellationRequested();
            yield return new ChatEvent { Text = word };
        }

        await Task.CompletedTask;
        yield return new ChatEvent { Finished = new Amounts(10, words.Length), Counted = true };
    }

    /// <summary>Words without end, as fast as they are taken.</summary>
    public static async IAsyncEnumerable<ChatEvent> Endless([EnumeratorCancellation] CancellationToken stop)
    {
        for (var i = 0; ; i++)
        {
            stop.ThrowIfCancellationRequested();
            yield return new ChatEvent { Text = $"word{i} " };
            if (i % 16 == 0) await Task.Yield();
        }
    }

    private async IAsyncEnumerable<ChatEvent> Watched(IAsyncEnumerable<ChatEvent> answer, [EnumeratorCancellation] CancellationToken stop)
    {
        var isWhole = false;
        try
        {
            await foreach (var step in answer.WithCancellation(stop))
            {
                isWhole = step.Finished is not null || step.Failure is not null;
                yield return step;
            }
        }
        finally
        {
            if (!isWhole) GivenUp.TrySetResult();
        }
    }
}
